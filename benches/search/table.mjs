// Figures as people read them.

/** The value below which a share of the values lies; NaN of none. */
export function percentile(values, share) {
  const sorted = [...values].sort((a, b) => a - b)
  return sorted.length ? sorted[Math.min(sorted.length - 1, Math.ceil(share * sorted.length) - 1)] : NaN
}

export const mean = (values) => values.reduce((sum, value) => sum + value, 0) / values.length

export const number = (value, digits = 1) => (Number.isFinite(value) ? value.toFixed(digits) : '–')

/** Rows of cells in columns: the first to the left, all others to the right. */
export function table(rows) {
  const width = (text) => [...text].reduce((sum, letter) => sum + (/[\u2e80-\uffef]/.test(letter) ? 2 : 1), 0)
  const widths = rows[0].map((_, at) => Math.max(...rows.map((row) => width(row[at] ?? ''))))
  const pad = (text, at) => ' '.repeat(widths[at] - width(text))
  return rows.map((row) => row.map((text, at) => (at ? pad(text, at) + text : text + pad(text, at))).join('  ')).join('\n')
}
