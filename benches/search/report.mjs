// The table of the quality of search, and what was asked in vain.

import { mean, number, percentile, table } from './table.mjs'
import { pathOf } from './run.mjs'

const share = (list, has) => (list.length ? (100 * list.filter(has).length) / list.length : NaN)

/** One engine's figures of some queries. */
export function figuresOf(queries) {
  const weighed = queries.filter((query) => query.cold)
  const sectioned = queries.filter((query) => query.section !== undefined)
  const bytes = (of) => [0.5, 0.95].map((part) => percentile(weighed.map(of), part))
  return {
    n: queries.length,
    first: share(queries, (query) => query.first),
    five: share(queries, (query) => query.five),
    none: share(queries, (query) => query.total === 0),
    section: share(sectioned, (query) => query.section),
    cold: bytes((query) => query.cold.index),
    withText: bytes((query) => query.cold.index + query.cold.text),
    next: bytes((query) => query.next.index + query.next.text),
    took: [0.5, 0.95].map((part) => percentile(queries.map((query) => query.took), part)),
  }
}

const HEAD = ['class', 'engine', 'n', 's@1', 's@5', 'no result', 'section', 'list kB', '+ text kB', 'next kB', 'ms']

const NOTE = `Per cent; p50/p95; kB as sent: “list” is the index without snippets, from an empty cache, without the program.
“section” is how often a first answer leads to the part with the words. Of “nothing”, s@1 is how often nothing came
or what came was called similar; the means leave it out.`

/** `engines` maps a name to its judged queries. */
export function report(engines, pages, { failures }) {
  const kinds = [...new Set(Object.values(engines).flat().map((query) => query.kind))]
  const rows = [HEAD]
  const pair = (values, of) => values.map((value) => number(of(value))).join('/')
  const row = (kind, engine, figures) => [
    kind,
    engine,
    ...[figures.n, ...[figures.first, figures.five, figures.none, figures.section].map((value) => number(value, 0))].map(String),
    ...[figures.cold, figures.withText, figures.next].map((values) => pair(values, (bytes) => bytes / 1000)),
    pair(figures.took, (value) => value),
  ]
  const all = {}
  for (const kind of kinds) {
    for (const [engine, queries] of Object.entries(engines)) {
      const figures = figuresOf(queries.filter((query) => query.kind === kind))
      rows.push(row(rows.at(-1)[0] === kind ? '' : kind, engine, figures))
      // Queries that have no answer are no part of a mean of answers found.
      if (kind !== 'nothing') (all[engine] ??= []).push(figures)
    }
  }
  for (const [engine, queries] of Object.entries(engines)) {
    const of = (field) => mean((all[engine] ?? []).map((figures) => figures[field]))
    const figures = figuresOf(queries)
    rows.push(row('mean of classes', engine, { ...figures, first: of('first'), five: of('five'), none: of('none') }))
  }
  const parts = [table(rows), NOTE]
  if (failures) parts.push(...Object.entries(engines).map(([engine, queries]) => failed(engine, queries, pages)))
  return parts.join('\n\n')
}

function failed(engine, queries, pages) {
  const known = new Map(pages.map((page) => [page.path, page]))
  const lines = queries.filter((query) => !query.first || query.section === false).map((query) => {
    const wanted = [...query.wanted].slice(0, 3).map((path) => `${path} “${known.get(path)?.title}”`)
    const got = query.results.slice(0, 3).map((result) => `${pathOf(result.url, known)}${result.url.match(/#.*/)?.[0] ?? ''} “${result.title}”`)
    const why = !query.first ? (query.five ? 'not first' : 'not found') : 'wrong section'
    const of = query.original && query.original !== query.text ? ` (for ${query.original})` : ''
    return `${engine}, ${query.kind}, ${why}: ${query.text}${of}\n    wanted ${query.wanted.size}: ${wanted.join('; ') || 'nothing'}\n    came ${query.total}: ${got.join('; ') || 'nothing'}`
  })
  return lines.join('\n')
}
