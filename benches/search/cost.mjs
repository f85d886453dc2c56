// Measures what search costs at 100, 1,000 and 10,000 generated pages, beside Pagefind on the same
// pages and in the same run, against the bars.
//   node benches/search/cost.mjs              all three sizes
//   node benches/search/cost.mjs 1000         other sizes
//   --json FILE                               all figures

import { spawnSync } from 'node:child_process'
import { readFileSync, writeFileSync } from 'node:fs'
import { loadavg } from 'node:os'
import { join, relative } from 'node:path'
import { parseArgs } from 'node:util'
import { markdownIn } from './corpus.mjs'
import { dice } from './dice.mjs'
import { linliOnDisk, pagefindOnDisk, sourceBytes } from './disk.mjs'
import { build, indexWithPagefind, linli, places } from './engines.mjs'
import { serve } from './server.mjs'
import { number, percentile, table } from './table.mjs'
import { chromium, root, work } from './tools.mjs'
import { bytesOf, firstTimes, warmTimes } from './typing.mjs'

/** The generator's pages are then 2.7 KB long: between the two handbooks of this repository. */
const BODY = '2000'
const QUERIES = 40
const FIRST = 20

const { values: options, positionals } = parseArgs({ allowPositionals: true, options: { json: { type: 'string' } } })
const sizes = positionals.length ? positionals.map(Number) : [100, 1000, 10_000]
const program = linli()
const browser = await chromium()
const figures = []
try {
  for (const size of sizes) {
    const measured = await measure(size)
    figures.push(measured)
    console.log(`\n${size} pages, ${number(measured.source / 1e6)} MB of Markdown\n\n${table(rows(measured))}`)
  }
} finally {
  await browser.close()
}
console.log('\nkB as sent; “index” is without the program; times with the processor six times slower')
console.log(`what else the machine had to do, as a load average: ${loadavg().map((load) => number(load)).join(', ')}`)
if (options.json) writeFileSync(options.json, JSON.stringify(figures, null, 1))

/** The faster of two runs: whatever else the machine does makes it slower, never faster. */
function best(run) {
  const runs = [run(), run()]
  return runs[0].seconds < runs[1].seconds ? runs[0] : runs[1]
}

/** Of two rounds the faster time of each query. */
async function fastest(round) {
  const [one, other] = [await round(), await round()]
  return one.map((time, at) => Math.min(time, other[at]))
}

async function measure(size) {
  const here = join(work, 'cost', String(size))
  const [handbook, site, other] = ['handbook', 'site', 'pagefind'].map((name) => join(here, name))
  const words = ['bench', '--quiet', '--locked', '--bench', 'handbooks', '--', 'generate', String(size), handbook, '--body', BODY]
  const made = spawnSync('cargo', words, { cwd: root, stdio: ['ignore', 'ignore', 'inherit'] })
  if (made.status !== 0) throw new Error('the handbook could not be generated')
  const content = join(handbook, 'content')
  const paths = markdownIn(content).map((file) => relative(content, file).replace(/\.md$/, '')).filter((path) => !path.endsWith('index'))
  const built = best(() => build(program, handbook, site))
  const indexed = best(() => indexWithPagefind(site, paths, other))

  const queries = drawn(content)
  const server = await serve(places(site, other, ['zh', 'en']))
  const asked = { browser, server, queries }
  const engines = {
    linli: { ...linliOnDisk(site), ...built },
    pagefind: { ...pagefindOnDisk(join(other, 'index')), ...indexed },
  }
  for (const [engine, own] of Object.entries(engines)) {
    own.weights = await bytesOf(engine, asked)
    // A query without a result changes nothing on the screen.
    const found = queries.filter((_, at) => own.weights[at].found)
    own.missed = queries.length - found.length
    own.warm = await fastest(() => warmTimes(engine, { ...asked, queries: found }))
    own.firsts = await fastest(() => firstTimes(engine, { ...asked, queries: found.slice(0, FIRST) }))
  }
  await server.stop()
  return { size, source: sourceBytes(content), queries, ...engines }
}

/** Queries of two to eight characters as they stand in pages here and there: {text, lang}. */
function drawn(content) {
  const chance = dice('cost')
  const textsOf = (lang) => chance.shuffled(markdownIn(join(content, lang))).slice(0, 400).map((file) => readFileSync(file, 'utf8').replace(/^---[\s\S]*?\n---\n/, ''))
  const texts = { zh: textsOf('zh'), en: textsOf('en') }
  const queries = new Map()
  while (queries.size < QUERIES) {
    // Three in four are Han.
    const lang = queries.size % 4 === 3 ? 'en' : 'zh'
    const length = 2 + chance.below(7)
    const parts = chance.pick(texts[lang]).match(lang === 'zh' ? /[\u4e00-\u9fff]{2,}/g : /\b[a-z]{4,8}\b/g)
    if (!parts) continue
    const part = chance.pick(parts)
    const start = chance.below(Math.max(1, part.length - length + 1))
    const text = lang === 'zh' ? part.slice(start, start + length) : part
    queries.set(text, { text, lang })
  }
  return [...queries.values()]
}

function rows({ size, source, linli, pagefind }) {
  const kB = (bytes) => bytes / 1000
  const weight = (engine, of, share) => kB(percentile(engine.weights.map(of), share))
  const both = (of) => [of(linli), of(pagefind)]
  // The bars are meant for large handbooks.
  const large = size >= 10_000
  const figures = [
    ['index, raw bytes per byte of source', ...both((engine) => engine.terms / source), 0.5, 2],
    ['all search files unpacked, the same', ...both((engine) => engine.raw / source), NaN, 2],
    ['all search files on disk, the same', ...both((engine) => engine.disk / source), 1.6, 2],
    ['all search files as sent, the same', ...both((engine) => engine.sent / source), NaN, 2],
    ['files', ...both((engine) => engine.files), NaN, 0],
    ['manifest (Pagefind: pf_meta), kB', ...both((engine) => kB(engine.first)), large ? 8 : NaN],
    ['program, kB', ...both((engine) => kB(engine.script)), 12],
    ...[['first list, index, kB', (w) => w.cold.index, [40, 60]],
      ['first list with five snippets, kB', (w) => w.cold.index + w.cold.text, [80, NaN]],
      ['the same with the program, kB', (w) => w.cold.index + w.cold.text + w.cold.script, [NaN, NaN]],
      ['a following query, index, kB', (w) => w.next.index, [40, 100]],
      ['a following query with snippets, kB', (w) => w.next.index + w.next.text, [NaN, NaN]],
    ].flatMap(([name, of, bars]) => [0.5, 0.95].map((share, at) => [`${name}, p${100 * share}`, ...both((engine) => weight(engine, of, share)), large ? bars[at] : NaN])),
    ...[0.5, 0.95].map((share, at) => [`key to results, warm, ms, p${100 * share}`, ...both((engine) => percentile(engine.warm, share)), large ? [100, 250][at] : NaN, 0]),
    ['first query ever, ms, p95', ...both((engine) => percentile(engine.firsts, 0.95)), large ? 600 : NaN, 0],
    ['build (Pagefind: indexing alone), s', ...both((engine) => engine.seconds), NaN, 2],
    ['the same, processor time, s', ...both((engine) => engine.processor), NaN, 2],
    ['pages a second of processor time', ...both((engine) => size / engine.processor), NaN, 0],
    ['peak memory, MB', ...both((engine) => engine.megabytes), large ? 400 : NaN, 0],
    [`queries of ${QUERIES} without a result`, ...both((engine) => engine.missed), 0, 0],
  ]
  const line = ([name, ours, theirs, bar, digits = 1]) => {
    const verdict = Number.isNaN(ours) ? '–' : ours <= bar ? 'met' : 'not met'
    const judged = Number.isNaN(bar) ? ['', ''] : [`≤ ${bar}`, verdict]
    return [name, number(ours, digits), number(theirs, digits), number(ours / theirs, 2), ...judged]
  }
  return [['', 'linli', 'Pagefind', 'ratio', 'bar', ''], ...figures.map(line)]
}
