// What the browser tests share: the program under test, a browser that reports everything that
// goes wrong on a page, and a walk over all pages. No test stands here.

import assert from 'node:assert/strict'
import { spawn, spawnSync } from 'node:child_process'
import { cpSync, existsSync, mkdtempSync, rmSync } from 'node:fs'
import { availableParallelism, tmpdir } from 'node:os'
import { dirname, join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { chromium } from 'playwright-core'
import { pagesOf, serveFolder } from './site.mjs'

const here = dirname(fileURLToPath(import.meta.url))
export const root = resolve(here, '../..')

/** The program under test and the handbook it is tried on. */
export const linli = process.env.LINLI ?? join(root, 'target/debug/linli')
export const handbook = resolve(process.env.HANDBOOK ?? root)

// ---- the program ---------------------------------------------------------------------------------

/** A new empty folder, and how to be rid of it. */
export function folder() {
  const path = mkdtempSync(join(tmpdir(), 'linli-browser-'))
  return { path, remove: () => rmSync(path, { recursive: true, force: true }) }
}

/** A copy of the handbook that a test may change. Themes come along, built things do not. */
export function copyOfHandbook(to) {
  const parts = existsSync(join(handbook, 'handbook.yaml')) ? null : ['content', 'themes']
  const left = new Set(['.git', 'target', 'node_modules', 'site'])
  const filter = (path) => !left.has(path.slice(handbook.length + 1).split('/')[0])
  if (parts === null) cpSync(handbook, to, { recursive: true, filter })
  else {
    for (const part of parts) {
      if (existsSync(join(handbook, part))) cpSync(join(handbook, part), join(to, part), { recursive: true })
    }
  }
  return parts === null ? to : join(to, 'content')
}

/** Builds the handbook into a folder; throws with linli's own words when it fails. */
export function build(into) {
  const done = spawnSync(linli, ['build', handbook, '-o', into], { encoding: 'utf8', timeout: 300_000 })
  if (done.error) throw done.error
  if (done.status !== 0) throw new Error(`linli build ended with ${done.status}\n${done.stdout}${done.stderr}`)
}

/**
 * Starts `linli serve` on a port, any free one unless told. Resolves to {url, stop} once it has printed its address;
 * rejects with its own words when it ends before, or says nothing for a minute.
 */
export function serve(what, port = 0) {
  const child = spawn(linli, ['serve', what, '--port', String(port)], { stdio: ['ignore', 'pipe', 'pipe'] })
  let said = ''
  const stop = () =>
    new Promise((done) => {
      if (child.exitCode !== null || child.signalCode !== null) return done()
      const hard = setTimeout(() => child.kill('SIGKILL'), 5_000)
      child.once('exit', () => {
        clearTimeout(hard)
        done()
      })
      child.kill('SIGTERM')
    })
  return new Promise((started, failed) => {
    const giveUp = (why) => {
      clearTimeout(timer)
      stop().then(() => failed(new Error(`linli serve ${why}\n${said}`)))
    }
    const timer = setTimeout(() => giveUp('printed no address within a minute'), 60_000)
    child.once('error', (error) => giveUp(`did not start: ${error.message}`))
    child.once('exit', (code, signal) => giveUp(`ended with ${code ?? signal}`))
    const read = (text) => {
      said += text
      // A whole line, so that the port is not cut in half.
      const found = child.exitCode === null && said.match(/http:\/\/[^\s\x1b]+(?=[\s\x1b])/)
      if (!found) return
      clearTimeout(timer)
      child.removeAllListeners('exit')
      child.stdout.removeListener('data', read)
      child.stdout.resume()
      started({ url: new URL('/', found[0]).href, stop })
    }
    child.stdout.setEncoding('utf8').on('data', read)
    child.stderr.setEncoding('utf8').on('data', (text) => (said += text))
  })
}

// ---- the browser ---------------------------------------------------------------------------------

/** Chromium with nothing that calls home. `fontSize` is the reader's own, which is 16 px at first. */
export function launch({ fontSize } = {}) {
  return chromium.launch({
    executablePath: process.env.CHROMIUM || '/usr/bin/chromium',
    headless: true,
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
      ...(fontSize ? [`--blink-settings=defaultFontSize=${fontSize},defaultFixedFontSize=${fontSize}`] : []),
    ],
  })
}

/** Opens a page that writes down all that goes wrong in it: `page.problems`, a list of sentences. */
export async function watchedPage(context, origin) {
  const page = await context.newPage()
  page.problems = []
  page.on('console', (message) => {
    if (message.type() === 'error') page.problems.push(`console error: ${message.text()}`)
  })
  page.on('pageerror', (error) => page.problems.push(`script error: ${error.message}`))
  page.on('request', (request) => {
    const url = new URL(request.url())
    const own = url.origin === origin || ['data:', 'blob:', 'about:'].includes(url.protocol)
    if (!own) page.problems.push(`request to another host: ${request.url()}`)
  })
  page.on('response', (response) => {
    if (response.status() >= 400) page.problems.push(`${response.status()} for ${response.url()}`)
  })
  await page.addInitScript(() => {
    window.__refused = []
    document.addEventListener('securitypolicyviolation', (event) => {
      window.__refused.push(`${event.violatedDirective} refused ${event.blockedURI} at ${event.sourceFile}:${event.lineNumber}`)
    })
  })
  return page
}

// ---- many pages, many checks ----------------------------------------------------------------------

/**
 * The handbook built and served: {site, url, origin, pages, stop}. SITE names a folder that is
 * looked at instead, as it is.
 */
export async function published() {
  const temporary = folder()
  const site = process.env.SITE ? resolve(process.env.SITE) : join(temporary.path, 'site')
  if (!process.env.SITE) build(site)
  const server = await serveFolder(site, { late: 150 })
  const stop = async () => {
    await server.stop()
    temporary.remove()
  }
  return { site, url: server.url, origin: new URL(server.url).origin, pages: pagesOf(site), stop }
}

/** Does `work` for every item, a few at a time; `start` makes what a worker keeps, `end` frees it. */
export async function several(items, { start, work, end }) {
  const waiting = [...items]
  const worker = async () => {
    const kept = await start()
    for (let item = waiting.shift(); item !== undefined; item = waiting.shift()) await work(kept, item)
    await end?.(kept)
  }
  await Promise.all(Array.from({ length: Math.min(3, availableParallelism(), items.length) }, worker))
}

/** What was found, by check; each check becomes a test that fails with all its sentences. */
export class Report {
  constructor(checks) {
    this.found = new Map(checks.map((check) => [check, []]))
    this.looked = 0
  }
  add(check, page, sentences) {
    assert.ok(this.found.has(check), `there is no check “${check}”`)
    for (const sentence of sentences) this.found.get(check).push(`${page.path ?? page}: ${sentence}`)
  }
  async tell(t) {
    for (const [check, sentences] of this.found) {
      const lines = [...new Set(sentences)].sort()
      const shown = lines.slice(0, 60)
      if (lines.length > shown.length) shown.push(`… and ${lines.length - shown.length} more`)
      await t.test(check, () => assert.ok(lines.length === 0, `${lines.length} faults\n${shown.join('\n')}`))
    }
  }
}
