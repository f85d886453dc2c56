// The printed page: what of a page's text is on paper, and whether all of it is within the margins.
// Needs pdftotext, of Debian's package poppler-utils.

import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

const millimetre = 72 / 25.4
// What belongs to the screen: ways about the page, and what only a script gives.
const tools = [
  'nav', 'button', 'script', 'style', 'template', 'noscript', 'option', '[hidden]', '[role=status]', '[role=search]',
  '.js-only', '.away', '.do', '.crumb', '.contents', '.around', '.facets', '.find', '.player', '.share', '.told', '.last-read',
  '.running', '.tags', '.alphabet', '[data-screen]',
].join(', ')

const plain = (text) => text.normalize('NFKC').replace(/[\s\u00ad\u200b-\u200f\u2060\ufeff]/g, '')

/** Opens what can be filled in and fills it; the words that must be on paper then. */
export function fill(page) {
  return page.evaluate(() => {
    const words = []
    let number = 0
    for (const field of document.querySelectorAll('main input[type=text], main input:not([type]), main textarea')) {
      if (!field.checkVisibility() || words.length > 40) continue
      number += 1
      const lines = field.localName === 'textarea' ? Array.from({ length: 30 }, (_, line) => `T${number}L${line + 1}z`) : [`V${number}z`]
      field.value = lines.join('\n')
      field.dispatchEvent(new Event('input', { bubbles: true }))
      field.dispatchEvent(new Event('change', { bubbles: true }))
      words.push(...lines)
    }
    return words
  })
}

/** The PDF of a page, read: {pages: [{width, height, words: [{text, left, right, middle, …}]}], text}. */
export async function printed(page) {
  const folder = mkdtempSync(join(tmpdir(), 'linli-print-'))
  try {
    const file = join(folder, 'page.pdf')
    writeFileSync(file, await page.pdf({ preferCSSPageSize: true }))
    const done = spawnSync('pdftotext', ['-bbox', file, join(folder, 'page.html')], { encoding: 'utf8' })
    if (done.error) throw new Error(`pdftotext, of poppler-utils, did not start: ${done.error.message}`)
    if (done.status !== 0) throw new Error(`pdftotext ended with ${done.status}: ${done.stderr}`)
    return read(readFileSync(join(folder, 'page.html'), 'utf8'))
  } finally {
    rmSync(folder, { recursive: true })
  }
}

function read(html) {
  const entities = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" }
  const pages = html.split(/<page /).slice(1).map((part) => {
    const [, width, height] = part.match(/width="([\d.]+)" height="([\d.]+)"/)
    const words = [...part.matchAll(/<word xMin="([-\d.]+)" yMin="([-\d.]+)" xMax="([-\d.]+)" yMax="([-\d.]+)">(.*?)<\/word>/gs)]
    return {
      width: +width,
      height: +height,
      words: words.map(([, left, top, right, bottom, text]) => ({
        left: +left,
        top: +top,
        right: +right,
        bottom: +bottom,
        // Han fonts claim much room above and below: where the letters are is the middle.
        middle: (+top + +bottom) / 2,
        text: text.replace(/&(#\d+|\w+);/g, (_, name) => entities[name] ?? String.fromCodePoint(+name.slice(1))),
      })),
    }
  })
  return { pages, text: plain(pages.flatMap(({ words }) => words.map(({ text }) => text)).join('')) }
}

/** What should be on paper: {text, folded: [text], headings: [text], tables: [{head, high}], title}. */
export function wanted(page) {
  return page.evaluate((tools) => {
    const gone = (element) => {
      for (let at = element; at && at !== document.body; at = at.parentElement) {
        const style = getComputedStyle(at)
        if (style.display === 'none' || style.visibility === 'hidden') return true
      }
      return false
    }
    const wordsOf = (root) => {
      const parts = []
      const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT)
      for (let node = walker.nextNode(); node; node = walker.nextNode()) {
        const at = node.parentElement
        if (node.data.trim() && !at.closest(tools) && !at.closest('svg, textarea') && !gone(at)) parts.push(node.data)
      }
      return parts
    }
    const main = document.querySelector('main')
    return {
      text: wordsOf(main).join(''),
      folded: [...main.querySelectorAll('details')].filter((one) => !one.closest(tools)).flatMap(wordsOf),
      headings: [...main.querySelectorAll('h1, h2, h3, h4, .block-title')].filter((one) => !one.closest(tools) && !gone(one)).map((one) => {
        // When and with whom may stand beside a title, and end lower than what it is the title of.
        const words = one.cloneNode(true)
        words.querySelectorAll('.block-time, .away').forEach((part) => part.remove())
        return words.textContent
      }),
      title: document.querySelector('h1')?.textContent ?? '',
      site: document.querySelector('header .name')?.textContent ?? '',
    }
  }, tools)
}

/** How much of the text is on paper, from 0 to 1, whitespace aside. */
export function kept(text, paper) {
  const have = new Map()
  for (const letter of paper) have.set(letter, (have.get(letter) ?? 0) + 1)
  let found = 0
  const letters = [...plain(text)]
  for (const letter of letters) {
    const left = have.get(letter) ?? 0
    if (left > 0) {
      found += 1
      have.set(letter, left - 1)
    }
  }
  return letters.length === 0 ? 1 : found / letters.length
}

/** All that can be told from the paper alone; [check, sentence]. */
export function judge({ pages, text }, want, filled) {
  const found = []
  const share = kept(want.text, text)
  if (share < 0.98) found.push(['text', `only ${(share * 100).toFixed(1)} % of the text is printed`])
  // Answers may stand on their heads: then their words come last to first.
  const turned = [...text].reverse().join('')
  const seen = (words) => text.includes(words) || turned.includes(words)
  for (const words of want.folded) {
    const begin = [...plain(words)].slice(0, 5).join('')
    if (begin.length > 1 && !seen(begin)) found.push(['folded', `“${words.trim().slice(0, 30)}”, folded on the screen, is not printed`])
  }
  const lost = filled.filter((word) => !seen(word))
  if (lost.length > 0) found.push(['fields', `${lost.length} of ${filled.length} typed words are not printed: ${lost.slice(0, 4).join(', ')} …`])
  for (const [index, { width, height, words }] of pages.entries()) {
    const number = index + 1
    const sizes = [[210, 297], [297, 210], [297, 420], [420, 297]]
    if (!sizes.some(([w, h]) => Math.abs(w * millimetre - width) < 3 && Math.abs(h * millimetre - height) < 3)) {
      found.push(['margins', `page ${number} is ${Math.round(width / millimetre)} × ${Math.round(height / millimetre)} mm, not A4 or A3`])
    }
    const margin = 14.5 * millimetre
    // A mark may hang beside the text, as printers do.
    const out = words.filter(({ text, left, right, middle }) => /[\p{L}\p{N}]/u.test(text) && (left < margin || right > width - margin || middle < 5 * millimetre || middle > height - 5 * millimetre))
    if (out.length > 0) {
      const { text, left, right } = out[0]
      found.push(['margins', `${out.length} words of page ${number} stand in the margin: “${text.slice(0, 20)}” from ${Math.round(left / millimetre)} to ${Math.round(right / millimetre)} of ${Math.round(width / millimetre)} mm`])
    }
    const foot = words.filter(({ middle }) => middle > height - 20 * millimetre).map(({ text }) => text).join('')
    if (pages.length > 1 && !foot.includes(String(number))) found.push(['numbers', `page ${number} of ${pages.length} has no number at its foot`])
    if (index > 0) {
      const head = plain(words.filter(({ middle }) => middle < 35 * millimetre).map(({ text }) => text).join(''))
      const names = [want.title, want.site].map((name) => [...plain(name)].slice(0, 4).join('')).filter(Boolean)
      if (!names.some((name) => head.includes(name))) found.push(['numbers', `page ${number} does not say at its head what it is part of`])
    }
    if (index < pages.length - 1) {
      const last = lastLine(words.filter(({ middle }) => middle < height - 20 * millimetre))
      const heading = want.headings.map(plain).find((heading) => last && (heading === last || (last.length > 7 && heading.endsWith(last))))
      if (heading) found.push(['headings', `the heading “${heading.slice(0, 30)}” is the last line of page ${number}`])
    }
  }
  return found
}

function lastLine(words) {
  const last = Math.max(...words.map(({ middle }) => middle))
  const line = words.filter(({ middle }) => middle > last - 6).sort((a, b) => a.left - b.left)
  return plain(line.map(({ text }) => text).join(''))
}

/** What the print style leaves on the page that cannot be pressed on paper, and pictures too large. */
export async function style(page) {
  await page.emulateMedia({ media: 'print', colorScheme: 'light' })
  // A4 without its margins, in CSS pixels.
  await page.setViewportSize({ width: 680, height: 970 })
  const found = await page.evaluate(() => {
    const found = []
    const name = (element) => `<${element.localName} class="${element.className}"> “${element.textContent.trim().slice(0, 20)}”`
    const pressed = '.skip, nav.menu, .menu, .bottom, .bar .btn, .languages, button, audio, video, .crumb, .around, .find, .facets'
    for (const element of document.querySelectorAll(pressed)) {
      const { width, height } = element.getBoundingClientRect()
      if (element.checkVisibility() && width > 1 && height > 1 && !element.parentElement.closest(pressed)) found.push(['tools', `${name(element)} is printed`])
    }
    for (const picture of document.querySelectorAll('main img')) {
      const { width, height } = picture.getBoundingClientRect()
      if (width > 681 || height > 971) found.push(['pictures', `${picture.getAttribute('src').split('/').pop()} is ${Math.round(width)} × ${Math.round(height)} px on a page of 680 × 970`])
    }
    for (const head of document.querySelectorAll('main thead')) {
      const rows = head.parentElement
      if (!head.checkVisibility() || head.getBoundingClientRect().height < 1) continue
      const display = getComputedStyle(head).display
      const table = getComputedStyle(rows).display
      if (display !== 'table-header-group' || table !== 'table') found.push(['heads', `the head of a table “${head.textContent.trim().slice(0, 30)}” is ${display} in ${table}: it does not repeat`])
    }
    return found
  })
  await page.emulateMedia({ media: null })
  return found
}

/** Tables longer than a page, as they will be printed: their heads, to be found more than once. */
export async function longTables(page) {
  await page.emulateMedia({ media: 'print' })
  const heads = await page.evaluate(() =>
    [...document.querySelectorAll('main table')]
      .filter((table) => table.tHead?.checkVisibility() && table.getBoundingClientRect().height > 1200)
      .map((table) => table.tHead.rows[0].textContent),
  )
  await page.emulateMedia({ media: null })
  return heads
}
export function repeats(heads, { text }) {
  return heads
    .filter((head) => plain(head).length > 1 && text.split(plain(head)).length < 3)
    .map((head) => ['heads', `the head “${head.trim().replace(/\s+/g, ' ').slice(0, 40)}” of a table longer than a page is printed once`])
}
