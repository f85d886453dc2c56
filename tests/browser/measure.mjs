// The measured values of what a handbook is held to, as a Markdown table. Not a test: timings
// depend on the machine.
//
//   node measure.mjs [--handbook DIR | --site DIR] [--only REGEX]
//
// One page of each kind and language. LCP and TBT at a sixth of the processor's speed on a line of
// 1.6 Mbit/s and 150 ms. HANDBOOK, LINLI and CHROMIUM are read as by the tests.

import { resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { seen } from './checks/layout.mjs'
import { fill, kept, printed, wanted } from './checks/print.mjs'
import { axe } from './checks/reading.mjs'
import { smallestTarget } from './checks/type.mjs'
import { scales } from './checks/weight.mjs'

const { values } = parseArgs({ options: { handbook: { type: 'string' }, site: { type: 'string' }, only: { type: 'string' } } })
// The harness reads them when it is loaded.
if (values.handbook) process.env.HANDBOOK = resolve(values.handbook)
if (values.site) process.env.SITE = resolve(values.site)
const { launch, published } = await import('./harness.mjs')
const { addressOf, chosen } = await import('./site.mjs')

const site = await published()
const browser = await launch()
const only = new RegExp(values.only ?? '')
const pages = chosen(site.pages).filter(({ language, sort, hostile }) => !hostile && only.test(`${language} ${sort}`))

/** The lowest contrast of text on the page as it is. */
const lowestContrast = (tab) =>
  tab.evaluate(async () => {
    const result = await window.axe.run(document, { runOnly: { type: 'rule', values: ['color-contrast'] }, resultTypes: ['passes', 'violations'] })
    const ratios = [...result.passes, ...result.violations].flatMap(({ nodes }) => nodes.flatMap(({ any }) => any.map(({ data }) => data?.contrastRatio).filter(Boolean)))
    return Math.min(...ratios)
  })

async function look(page) {
  const row = {}
  const context = await browser.newContext({ viewport: { width: 360, height: 740 } })
  const tab = await context.newPage()
  const weigh = scales(tab)
  await tab.goto(addressOf(site.url, page.path), { waitUntil: 'load' })
  const { html, css, script, requests } = await weigh()
  Object.assign(row, { 'HTML+CSS': `${((html + css) / 1024).toFixed(1)} KB`, script: `${(script / 1024).toFixed(1)} KB`, requests })
  row.target = `${await smallestTarget(tab)} px`
  const type = await tab.evaluate(() => {
    const paragraph = document.querySelector('.text p:not(.block-title)') ?? document.querySelector('main p') ?? document.body
    const style = getComputedStyle(paragraph)
    return { body: parseFloat(getComputedStyle(document.body).fontSize), line: (parseFloat(style.lineHeight) / parseFloat(style.fontSize)).toFixed(2) }
  })
  let found = 0
  let contrast = Infinity
  for (const colorScheme of ['light', 'dark']) {
    await tab.emulateMedia({ colorScheme })
    found += (await axe(tab)).length
    contrast = Math.min(contrast, await lowestContrast(tab))
  }
  await tab.emulateMedia({ colorScheme: 'light' })
  await tab.setViewportSize({ width: 1440, height: 900 })
  const desk = await tab.evaluate(() => parseFloat(getComputedStyle(document.body).fontSize))
  Object.assign(row, { axe: found, contrast: contrast.toFixed(1), letters: `${type.body} / ${desk} px`, line: type.line })
  await tab.setViewportSize({ width: 320, height: 640 })
  row['320 px'] = `${await tab.evaluate(() => document.scrollingElement.scrollWidth)}, ${(await seen(tab)).length} faults`
  await fill(tab)
  const want = await wanted(tab)
  row.printed = `${(kept(want.text, (await printed(tab)).text) * 100).toFixed(1)} %`
  await context.close()
  return { ...row, ...(await slowly(page)) }
}

/** On an old phone and a slow line: when the largest thing is there, how long it is busy, what moves. */
async function slowly(page) {
  const context = await browser.newContext({ viewport: { width: 360, height: 740 }, deviceScaleFactor: 2 })
  const tab = await context.newPage()
  const wire = await context.newCDPSession(tab)
  await wire.send('Network.enable')
  await wire.send('Network.emulateNetworkConditions', { offline: false, latency: 150, downloadThroughput: (1.6 * 1024 * 1024) / 8, uploadThroughput: (750 * 1024) / 8 })
  await wire.send('Emulation.setCPUThrottlingRate', { rate: 6 })
  await tab.addInitScript(() => {
    window.__seen = { lcp: 0, tbt: 0, cls: 0 }
    const watch = (type, each) => new PerformanceObserver((list) => list.getEntries().forEach(each)).observe({ type, buffered: true })
    watch('largest-contentful-paint', ({ startTime }) => (window.__seen.lcp = startTime))
    watch('longtask', ({ duration }) => (window.__seen.tbt += Math.max(0, duration - 50)))
    watch('layout-shift', ({ value, hadRecentInput }) => (window.__seen.cls += hadRecentInput ? 0 : value))
  })
  await tab.goto(addressOf(site.url, page.path), { waitUntil: 'load', timeout: 120_000 })
  await tab.waitForTimeout(1500)
  const { lcp, tbt, cls } = await tab.evaluate(() => window.__seen)
  await context.close()
  return { LCP: `${Math.round(lcp)} ms`, TBT: `${Math.round(tbt)} ms`, CLS: cls.toFixed(3) }
}

const columns = ['axe', 'contrast', 'target', 'letters', 'line', '320 px', 'printed', 'HTML+CSS', 'script', 'requests', 'LCP', 'TBT', 'CLS']
const bars = ['0', '≥ 7', '≥ 44 px', '18 / 20 px', '≥ 1.75 zh, 1.5 en', '320, 0 faults', '≥ 98 %', '≤ 30 KB', '≤ 15 KB', '≤ 8', '< 1800 ms', '< 100 ms', '0']
console.log(`| page | ${columns.join(' | ')} |`)
console.log(`|---|${columns.map(() => '---').join('|')}|`)
console.log(`| bar | ${bars.join(' | ')} |`)
// One at a time: what runs beside it would be measured too.
for (const page of pages) {
  const row = await look(page)
  console.log(`| ${page.language} ${page.sort} | ${columns.map((column) => row[column]).join(' | ')} |`)
}
await browser.close()
await site.stop()
