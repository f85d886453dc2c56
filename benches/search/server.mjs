// A small web server that sends what a real one would, gzip included, and remembers how many bytes
// each request took.

import { existsSync, readFileSync, statSync } from 'node:fs'
import { createServer } from 'node:http'
import { extname, join, resolve, sep } from 'node:path'
import { gzipSync } from 'node:zlib'

const TYPES = { '.html': 'text/html', '.css': 'text/css', '.js': 'text/javascript', '.svg': 'image/svg+xml', '.png': 'image/png', '.json': 'application/json' }
const PACKED = new Set(['.html', '.css', '.js', '.svg', '.json'])

/** What a file weighs on its way to a reader. */
export const sentBytes = (file) => (PACKED.has(extname(file)) ? gzipSync(readFileSync(file), { level: 9 }).length : statSync(file).size)

/**
 * Serves folders and pages: `places` maps the first part of a path to a folder or to a text. Resolves
 * to {url, take, stop}; `take` gives [{path, bytes}] of all requests since it was last called.
 */
export async function serve(places) {
  const ready = new Map()
  let log = []
  const answerFor = (path) => {
    const [, first, ...rest] = path.split('/')
    const place = places[first]
    if (place === undefined) return null
    if (place.startsWith('<')) return { body: Buffer.from(place), type: 'text/html' }
    const file = resolve(join(place, ...rest))
    if (!file.startsWith(resolve(place) + sep) || !existsSync(file) || statSync(file).isDirectory()) return null
    const body = readFileSync(file)
    const ending = extname(file)
    return { body: PACKED.has(ending) ? gzipSync(body, { level: 9 }) : body, packed: PACKED.has(ending), type: TYPES[ending] ?? 'application/octet-stream' }
  }
  const server = createServer((request, response) => {
    const path = decodeURIComponent(new URL(request.url, 'http://x').pathname)
    // Packed once: the time a server takes to pack is not the reader's.
    if (!ready.has(path)) ready.set(path, answerFor(path))
    const answer = ready.get(path)
    if (!answer) return response.writeHead(404).end()
    log.push({ path, bytes: answer.body.length })
    const packed = answer.packed ? { 'content-encoding': 'gzip' } : {}
    const type = answer.type + (/^text|json$/.test(answer.type) ? '; charset=utf-8' : '')
    response.writeHead(200, { 'content-type': type, 'content-length': answer.body.length, ...packed }).end(answer.body)
  })
  await new Promise((done) => server.listen(0, '127.0.0.1', done))
  return {
    url: `http://127.0.0.1:${server.address().port}/`,
    take() {
      const taken = log
      log = []
      return taken
    },
    stop: () =>
      new Promise((done) => {
        server.close(done)
        server.closeAllConnections()
      }),
  }
}
