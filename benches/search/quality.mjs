// Measures how well search answers, beside Pagefind over the same pages.
//   node benches/search/quality.mjs                     the bundled handbook, the one of the browser
//                                                       tests, and public Markdown that is fetched
//   node benches/search/quality.mjs DIR…                handbooks, or any folders of Markdown
//   --count 60     queries of a class                   --seed 1       other queries
//   --only A,B     these classes                        --alone        without Pagefind
//   --failures     what was asked in vain               --json FILE    all figures
//   --cold 20      queries of a class whose bytes are weighed from an empty cache

import { existsSync, rmSync, writeFileSync } from 'node:fs'
import { basename, join, resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { gather, makeHandbook } from './corpus.mjs'
import { build, ENGINES, indexWithPagefind, linli, places } from './engines.mjs'
import { draws } from './queries.mjs'
import { report } from './report.mjs'
import { run } from './run.mjs'
import { serve } from './server.mjs'
import { pagesOf } from './source.mjs'
import { chromium, root, work } from './tools.mjs'

const { values: options, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    count: { type: 'string', default: '60' },
    cold: { type: 'string', default: '20' },
    seed: { type: 'string', default: '1' },
    only: { type: 'string' },
    alone: { type: 'boolean' },
    failures: { type: 'boolean' },
    json: { type: 'string' },
  },
})
const program = linli()
const browser = await chromium()
const figures = []
try {
  for (const folder of positionals.length ? positionals.map((path) => resolve(path)) : usual()) figures.push(await measure(folder))
} finally {
  await browser.close()
}
if (options.json) writeFileSync(options.json, JSON.stringify(figures, null, 1))

function usual() {
  const fetched = join(work, 'corpus')
  if (!existsSync(fetched)) {
    try {
      gather(fetched, join(work, 'trees'))
    } catch (error) {
      rmSync(fetched, { recursive: true, force: true })
      console.error(`quality: ${error.message}`)
    }
  }
  return [join(root, 'content'), join(root, 'tests/browser/handbook'), ...(existsSync(fetched) ? [fetched] : [])]
}

async function measure(folder) {
  const name = basename(folder)
  const here = join(work, 'quality', name)
  let handbook = folder
  if (!existsSync(join(folder, 'handbook.yaml')) && !existsSync(join(folder, 'content/handbook.yaml'))) {
    handbook = join(here, 'handbook')
    makeHandbook(folder, handbook)
  }
  const site = join(here, 'site')
  build(program, handbook, site)
  const pages = pagesOf(handbook, site)
  const only = options.only?.split(',')
  const queries = draws(pages, { count: Number(options.count), seed: options.seed, only })
  const names = Object.keys(ENGINES).filter((engine) => !(options.alone && engine === 'pagefind'))
  const other = join(here, 'pagefind')
  if (names.includes('pagefind')) indexWithPagefind(site, pages.map((page) => page.path), other)

  const server = await serve(places(site, other, [...new Set(pages.map((page) => page.lang))]))
  const engines = {}
  try {
    for (const engine of names) engines[engine] = await run(engine, { browser, server, pages, queries, cold: Number(options.cold) })
  } finally {
    await server.stop()
  }
  console.log(`\n${name}: ${pages.length} pages, ${queries.length} queries\n`)
  console.log(report(engines, pages, { failures: options.failures }))
  return { name, pages: pages.length, engines }
}
