// A built site as the tests see it: its pages with their kind and language, and a small server
// that sends them as a real one would, gzip included. No test stands here.

import { createReadStream, existsSync, readdirSync, readFileSync, statSync } from 'node:fs'
import { createServer } from 'node:http'
import { extname, join, relative, resolve, sep } from 'node:path'
import { gzipSync } from 'node:zlib'

// ---- the pages -----------------------------------------------------------------------------------

/**
 * Every HTML file of a built site, sorted by path:
 * {path, file, bytes, language, kind, sort, hostile, signpost}.
 *
 * `sort` says which template and kind made it: `module`, `module.board`, `gallery.term`, `home`, `tag`,
 * `search`, … A signpost only leads on to another page. Hostile pages lie in a folder `trials/`.
 */
export function pagesOf(site) {
  const files = readdirSync(site, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith('.html'))
    .map((entry) => join(entry.parentPath ?? entry.path, entry.name))
    .sort()
  return files.map((file) => {
    const path = relative(site, file).split(sep).join('/')
    const html = readFileSync(file, 'utf8')
    const kind = html.match(/<body\b[^>]*?\sdata-kind="([^"]*)"/)?.[1] ?? ''
    const parts = path.split('/')
    return {
      path,
      file,
      bytes: Buffer.byteLength(html),
      language: parts.length > 1 ? parts[0] : (html.match(/<html\b[^>]*?\slang="([a-z]+)/)?.[1] ?? ''),
      kind,
      sort: sortOf(parts, kind, html.match(/<body\b[^>]*?\sdata-template="([^"]*)"/)?.[1]),
      hostile: parts.includes('trials'),
      signpost: /http-equiv=["']?refresh/i.test(html),
    }
  })
}

function sortOf(parts, kind, template) {
  const name = parts.at(-1).slice(0, -'.html'.length)
  if (parts.length === 1) return name === 'index' ? 'entry' : name
  if (parts.length === 2 && name === 'index') return 'home'
  // These kinds have galleries of a form of their own.
  if (template === 'gallery' || (parts.length > 2 && name === 'index')) {
    return ['problem', 'phase', 'term'].includes(kind) ? `gallery.${kind}` : 'gallery'
  }
  const edition = name.match(/\.(facilitator|board)$/)
  if (template) return edition ? `${template}.${edition[1]}` : template
  if (parts.length === 2) return ['page', ''].includes(kind) ? name : kind
  if (parts[1] === 'tags') return 'tag'
  return edition ? `${kind}.${edition[1]}` : kind || 'page'
}

/** Whose pages are read by people; a signpost is judged by where it leads. */
export const readable = (pages) => pages.filter((page) => !page.signpost)

/**
 * What is too slow for every page is tried on these: of each sort and language the largest page,
 * and every hostile one.
 */
export function chosen(pages) {
  const largest = new Map()
  for (const page of readable(pages)) {
    const key = `${page.language}/${page.sort}`
    if (!page.hostile && page.bytes > (largest.get(key)?.bytes ?? 0)) largest.set(key, page)
  }
  const picked = new Set(largest.values())
  return readable(pages).filter((page) => page.hostile || picked.has(page))
}

/**
 * A handbook has many pages of one sort: of those beyond `most` in a language the larger half of that number is looked
 * at, and as many spread over the rest. Their HTML and their links are read of every page elsewhere.
 */
export function spread(pages, most = 16) {
  const sorts = new Map()
  for (const page of pages) {
    const key = `${page.language}/${page.sort}`
    sorts.set(key, [...(sorts.get(key) ?? []), page])
  }
  const picked = new Set()
  for (const all of sorts.values()) {
    const own = all.filter((page) => !page.hostile).sort((a, b) => b.bytes - a.bytes)
    const half = own.length > most ? most / 2 : own.length
    const rest = own.slice(half)
    const step = rest.length / (most / 2)
    for (const page of own.slice(0, half)) picked.add(page)
    if (rest.length > 0) for (let at = 0; at < most / 2; at++) picked.add(rest[Math.floor(at * step)])
  }
  return pages.filter((page) => page.hostile || picked.has(page))
}

// ---- the server ----------------------------------------------------------------------------------

const types = {
  '.html': 'text/html; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.json': 'application/json',
  '.xml': 'application/xml',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.jpg': 'image/jpeg',
  '.webp': 'image/webp',
  '.gif': 'image/gif',
  '.txt': 'text/plain; charset=utf-8',
}
const packed = new Set(['.html', '.css', '.js', '.json', '.xml', '.svg', '.txt'])

/** The path of the public site's address, `/` or `/handbook/`: what 404.html builds its links on. */
export function baseOf(site) {
  const map = join(site, 'sitemap.xml')
  const first = existsSync(map) && readFileSync(map, 'utf8').match(/<loc>([^<]+)<\/loc>/)?.[1]
  const path = first ? decodeURIComponent(new URL(first).pathname) : ''
  // What stands before the part that is a page here.
  for (let cut = path.indexOf('/'); cut >= 0; cut = path.indexOf('/', cut + 1)) {
    if (existsSync(join(site, path.slice(cut), path.endsWith('/') ? 'index.html' : ''))) return path.slice(0, cut + 1)
  }
  return '/'
}

/**
 * Serves a folder on a free port of this machine, at the path of its public address: {url, stop}.
 * Pictures come `late` by so many milliseconds, as they do to a phone. Of a page asked for with `?cut=N` the first
 * N bytes come at once and the rest when they have been shown.
 */
export async function serveFolder(site, { late = 0 } = {}) {
  const from = resolve(site)
  const base = baseOf(from)
  const server = createServer(async (request, answer) => {
    const path = decodeURIComponent(new URL(request.url, 'http://x').pathname)
    if (!path.startsWith(base)) return answer.writeHead(404).end()
    if (late > 0 && (types[extname(path)] ?? '').startsWith('image/')) await new Promise((done) => setTimeout(done, late))
    let file = resolve(join(from, path.slice(base.length)))
    if (file !== from && !file.startsWith(from + sep)) return answer.writeHead(404).end()
    if (existsSync(file) && statSync(file).isDirectory()) file = join(file, 'index.html')
    if (!existsSync(file)) return answer.writeHead(404, { 'content-type': 'text/plain' }).end('not here')
    const ending = extname(file)
    const head = { 'content-type': types[ending] ?? 'application/octet-stream' }
    const cut = Number(new URL(request.url, 'http://x').searchParams.get('cut'))
    if (cut > 0) {
      const bytes = readFileSync(file)
      answer.writeHead(200, head).write(bytes.subarray(0, cut))
      await new Promise((done) => setTimeout(done, 300))
      return answer.end(bytes.subarray(cut))
    }
    if (packed.has(ending) && /\bgzip\b/.test(request.headers['accept-encoding'] ?? '')) {
      const bytes = gzipSync(readFileSync(file), { level: 9 })
      return answer.writeHead(200, { ...head, 'content-encoding': 'gzip', 'content-length': bytes.length }).end(bytes)
    }
    answer.writeHead(200, { ...head, 'content-length': statSync(file).size })
    createReadStream(file).pipe(answer)
  })
  await new Promise((done) => server.listen(0, '127.0.0.1', done))
  const stop = () =>
    new Promise((done) => {
      server.close(done)
      server.closeAllConnections?.()
    })
  return { url: `http://127.0.0.1:${server.address().port}${base}`, stop }
}

/** The address of a page on such a server. */
export const addressOf = (url, path, search = '') => new URL(path.split('/').map(encodeURIComponent).join('/') + search, url).href
