// What the browser tests share: the program under test, a browser that reports everything that
// goes wrong on a page, and a walk over all pages. No test stands here.

import { spawn, spawnSync } from 'node:child_process'
import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { dirname, join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { chromium } from 'playwright-core'

const here = dirname(fileURLToPath(import.meta.url))
export const root = resolve(here, '../..')

/** The program under test and the handbook it is tried on. */
export const linli = process.env.LINLI ?? join(root, 'target/debug/linli')
export const handbook = resolve(process.env.HANDBOOK ?? root)

const axeSource = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')

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
 * Starts `linli serve` on a free port. Resolves to {url, stop} once it has printed its address;
 * rejects with its own words when it ends before, or says nothing for a minute.
 */
export function serve(what) {
  const child = spawn(linli, ['serve', what, '--port', '0'], { stdio: ['ignore', 'pipe', 'pipe'] })
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

/** Chromium with nothing that calls home. */
export function launch() {
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

/** What axe finds against WCAG 2.2 A and AA. */
export async function accessibility(page) {
  // Evaluated by the debugger, so the page's own security policy stays as it is.
  await page.evaluate(axeSource)
  // The preview's bar of problems lies over the end of the page: not part of the site.
  await page.evaluate(() => document.querySelector('.linli-bar')?.remove())
  const { violations } = await page.evaluate(() =>
    window.axe.run(document, {
      runOnly: { type: 'tag', values: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'] },
      resultTypes: ['violations'],
    }),
  )
  return violations.map(({ id, help, nodes }) => {
    const where = nodes.slice(0, 3).map((node) => node.target.join(' '))
    return `axe ${id}: ${help}; ${nodes.length} times, at ${where.join(' and ')}`
  })
}

// ---- the walk ------------------------------------------------------------------------------------

/**
 * Every page of the site that can be reached by links or stands in the sitemap, sorted:
 * {address, signpost}. A signpost only leads on to another page.
 */
export async function allPages(url) {
  const found = []
  const waiting = [url]
  const seen = new Set(waiting)
  const add = (link, from) => {
    let target
    try {
      target = new URL(link, from)
    } catch {
      return
    }
    target.hash = ''
    target.search = ''
    const page = target.pathname.endsWith('/') || target.pathname.endsWith('.html')
    if (target.origin === new URL(url).origin && page && !seen.has(target.href)) {
      seen.add(target.href)
      waiting.push(target.href)
    }
  }
  const sitemap = await fetch(new URL('sitemap.xml', url))
  if (sitemap.ok) {
    for (const [, address] of (await sitemap.text()).matchAll(/<loc>([^<]+)<\/loc>/g)) {
      // The sitemap names the public site: the same page here has the same path.
      add(unescaped(new URL(address, url).pathname), url)
    }
  } else await sitemap.arrayBuffer()
  while (waiting.length > 0) {
    const here = waiting.shift()
    const answer = await fetch(here)
    const text = await answer.text()
    found.push({ address: here, signpost: /http-equiv=["']?refresh/i.test(text) })
    if (!answer.ok) continue
    for (const [, , link] of text.matchAll(/<(?:a|area)\b[^>]*?\shref=("|')(.*?)\1/gs)) add(unescaped(link), here)
    for (const [, link] of text.matchAll(/http-equiv=["']?refresh["']?[^>]*?url=([^"'>\s]+)/gi)) add(unescaped(link), here)
  }
  return found.sort((a, b) => (a.address < b.address ? -1 : 1))
}

function unescaped(text) {
  const names = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" }
  return text.replace(/&(?:#(\d+)|#x([0-9a-f]+)|(amp|lt|gt|quot|apos));/gi, (_, decimal, hex, name) =>
    name ? names[name.toLowerCase()] : String.fromCodePoint(decimal ? +decimal : parseInt(hex, 16)),
  )
}
