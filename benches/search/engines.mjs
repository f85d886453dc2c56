// The two engines side by side, each on its own page in Chromium: linli's search page as it is built,
// and Pagefind over the same pages with a page that does no more than ask it and list five results.

import { spawnSync } from 'node:child_process'
import { cpSync, rmSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { pagefind, root, target } from './tools.mjs'

/** The program to measure: LINLI, or a release build of this tree. */
export function linli() {
  if (process.env.LINLI) return resolve(process.env.LINLI)
  const done = spawnSync('cargo', ['build', '--release', '--locked', '--quiet'], { cwd: root, stdio: ['ignore', 'inherit', 'inherit'] })
  if (done.status !== 0) throw new Error('cargo build --release failed')
  return join(target, 'release/linli')
}

/** Runs a command under GNU time: {seconds, processor, megabytes}. A build with errors to report is a build. */
function timed(command, words) {
  const done = spawnSync('/usr/bin/time', ['-f', 'took %e %U %S %M', command, ...words], { encoding: 'utf8', maxBuffer: 1 << 28 })
  const took = done.stderr?.match(/took ([\d.]+) ([\d.]+) ([\d.]+) (\d+)/)
  if (!took || done.status > 1) throw new Error(`${command} ended with ${done.status}\n${done.stdout}${done.stderr}`.slice(0, 4000))
  const [seconds, user, system, kilobytes] = took.slice(1).map(Number)
  return { seconds, processor: user + system, megabytes: kilobytes / 1024 }
}

/** Builds a handbook. One that is made of other people's text may have errors; the rest is built. */
export function build(program, handbook, site) {
  rmSync(site, { recursive: true, force: true })
  return timed(program, ['build', handbook, '-o', site, '--keep-going'])
}

/** What a site's owner would tell Pagefind to pass over: menus, notices, lists of other pages. */
const NOT_TEXT = 'nav, [hidden], .running, .notice, .relation, .imprint'

/**
 * Indexes the given pages of a site with Pagefind. It gets copies of them in a folder of their own, so
 * that both engines know the same pages: no galleries, no tags, no pages shown in place of another
 * language's.
 */
export function indexWithPagefind(site, paths, into) {
  rmSync(into, { recursive: true, force: true })
  for (const path of paths) cpSync(join(site, `${path}.html`), join(into, 'pages', `${path}.html`))
  return timed(pagefind, ['--site', join(into, 'pages'), '--output-path', join(into, 'index'), '--root-selector', 'main', '--exclude-selectors', NOT_TEXT, '--quiet'])
}

/** Pagefind reads the language of the page it is asked from. */
export const pagefindPage = (tag) => `<!doctype html><html lang="${tag}"><meta charset="utf-8"><title>Pagefind</title>
<input type="search"><ol data-results></ol>
<script type="module">
let engine
window.ask = async (query, limit) => {
  engine ??= import('/pagefind/pagefind.js')
  const found = await (await engine).search(query)
  const shown = await Promise.all(found.results.slice(0, limit).map((result) => result.data()))
  return { total: found.results.length, similar: false, results: shown.map((data) => ({ url: best(data).url.slice(1), title: data.meta.title })), shown }
}
// Of a page's parts the one with most hits, as Pagefind's own interface chooses.
const best = (data) => data.sub_results.reduce((one, other) => (other.locations.length > one.locations.length ? other : one), data.sub_results[0] ?? data)
let turn = 0
document.querySelector('input').addEventListener('input', async (event) => {
  const mine = (turn += 1)
  const { shown } = await window.ask(event.target.value, 5)
  if (mine !== turn) return
  document.querySelector('ol').replaceChildren(...shown.map(({ url, meta, excerpt }) => {
    const line = document.createElement('li')
    line.innerHTML = '<a></a><p>' + excerpt + '</p>'
    line.firstChild.href = url
    line.firstChild.textContent = meta.title
    return line
  }))
})
</script></html>`

/** Where an engine is asked, by the language of the page that asks. */
export const ENGINES = {
  linli: { address: (lang) => `site/${lang}/search.html`, ready: () => Boolean(window.linli?.search) },
  pagefind: { address: (lang) => `ask-${lang}`, ready: () => Boolean(window.ask) },
}

/** What `serve` is to serve for both engines. */
export const places = (site, pagefind, languages) => ({
  site,
  pagefind: join(pagefind, 'index'),
  ...Object.fromEntries(languages.map((lang) => [`ask-${lang}`, pagefindPage(lang === 'zh' ? 'zh-Hans' : lang)])),
})

/** Asks the page's engine: the five best, the number of all, and how many milliseconds it took. */
export const ask = (page, query) =>
  page.evaluate(async (query) => {
    const start = performance.now()
    const answer = await (window.ask ? window.ask(query, 5) : window.linli.search(query, { limit: 5 }))
    const took = performance.now() - start
    const results = answer.results.slice(0, 5).map(({ url, title, heading }) => ({ url, title, heading }))
    return { total: answer.total, similar: answer.similar === true, results, took }
  }, query)

/** Bytes by what they are for: the index up to a ranked list, the text of snippets, the program. */
export function weigh(requests) {
  const sum = { index: 0, text: 0, script: 0 }
  for (const { path, bytes } of requests) {
    if (/^\/site\/search\/text\/|\.pf_fragment$/.test(path)) sum.text += bytes
    else if (/^\/site\/search\/|\.pf_(index|meta|filter)$|pagefind-entry/.test(path)) sum.index += bytes
    else if (/^\/site\/assets\/(search|find)[^/]*\.js$|^\/pagefind\//.test(path)) sum.script += bytes
  }
  return sum
}

/** A page of a context of its own, to be opened in a language once the engine is there. */
export async function opened(browser, server, engine) {
  const context = await browser.newContext()
  const page = await context.newPage()
  const session = await context.newCDPSession(page)
  const { address, ready } = ENGINES[engine]
  const open = async (lang) => {
    await page.goto(server.url + address(lang))
    await page.waitForFunction(ready)
  }
  return { page, session, open, close: () => context.close() }
}
