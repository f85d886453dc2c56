// Pictures of a handbook's pages, to be looked at by people. Not a test.
//
//   node pictures.mjs OUTDIR [--handbook DIR | --site DIR] [--only REGEX] [--all]
//
// One page of each kind and language (--all: every page): 360, 768 and 1440 px wide, light, dark
// and large (`big`), at most 3,000 px high, and the first two printed pages: zh-module-360-light.png.
// --only takes the pictures whose name matches. HANDBOOK, LINLI and CHROMIUM are read as by the tests.

import { spawnSync } from 'node:child_process'
import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { availableParallelism } from 'node:os'
import { join, resolve } from 'node:path'
import { parseArgs } from 'node:util'

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { handbook: { type: 'string' }, site: { type: 'string' }, only: { type: 'string' }, all: { type: 'boolean' } },
})
if (positionals.length !== 1) {
  console.error('usage: node pictures.mjs OUTDIR [--handbook DIR | --site DIR] [--only REGEX] [--all]')
  process.exit(2)
}
// The harness reads it when it is loaded.
if (values.handbook) process.env.HANDBOOK = resolve(values.handbook)
const { build, folder, launch } = await import('./harness.mjs')
const { addressOf, chosen, pagesOf, readable, serveFolder } = await import('./site.mjs')

const out = resolve(positionals[0])
const only = new RegExp(values.only ?? '')
const highest = 3000
const looks = [
  ...[360, 768, 1440].flatMap((width) => ['light', 'dark'].map((name) => ({ name, width, colorScheme: name }))),
  ...[360, 1440].map((width) => ({ name: 'big', width, colorScheme: 'light', search: '?big=1' })),
  { name: 'bigdark', width: 360, colorScheme: 'dark', search: '?big=1' },
]

const temporary = folder()
let site = values.site && resolve(values.site)
if (!site) build((site = join(temporary.path, 'site')))
mkdirSync(out, { recursive: true })
const pages = values.all ? readable(pagesOf(site)) : chosen(pagesOf(site))
const server = await serveFolder(site)
const browser = await launch()
let taken = 0

const named = ({ language, sort, path, hostile }) => {
  const own = path.split('/').slice(1).join('.').replace(/\.html$/, '')
  return `${language || 'xx'}-${hostile || values.all ? `${sort}-${own}` : sort}`
}

async function picture(page, { name, width, colorScheme, search = '' }) {
  const file = `${named(page)}-${width}-${name}.png`
  if (!only.test(file)) return
  // A context of its own: what one look remembers must not reach the next.
  const context = await browser.newContext({ colorScheme, viewport: { width, height: width < 600 ? 740 : 900 } })
  const tab = await context.newPage()
  await tab.goto(addressOf(server.url, page.path, search), { waitUntil: 'load' })
  const height = await tab.evaluate(() => document.documentElement.scrollHeight)
  await tab.screenshot({ path: join(out, file), fullPage: true, clip: { x: 0, y: 0, width, height: Math.min(height, highest) } })
  await context.close()
  taken += 1
}

async function printed(page) {
  const name = `${named(page)}-print`
  if (!only.test(`${name}-1.png`)) return
  const context = await browser.newContext()
  const tab = await context.newPage()
  await tab.goto(addressOf(server.url, page.path), { waitUntil: 'load' })
  const file = join(out, `${name}.pdf`)
  writeFileSync(file, await tab.pdf({ preferCSSPageSize: true }))
  await context.close()
  const done = spawnSync('pdftoppm', ['-png', '-r', '80', '-l', '2', file, join(out, name)], { encoding: 'utf8' })
  if (done.status !== 0) throw new Error(`pdftoppm (poppler-utils) failed: ${done.error?.message ?? done.stderr}`)
  rmSync(file)
  taken += 1
}

const waiting = pages.flatMap((page) => [...looks.map((look) => () => picture(page, look)), () => printed(page)])
const worker = async () => {
  for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) await next()
}
await Promise.all(Array.from({ length: Math.min(4, availableParallelism()) }, worker))
await browser.close()
await server.stop()
temporary.remove()
console.log(`${taken} pictures of ${pages.length} pages in ${out}`)
