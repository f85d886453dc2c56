// What a page asks of a slow line.

import { gzipSync } from 'node:zlib'

/** Counts what a tab loads for the page it goes to next: {html, css, script, font, pictures, requests}. */
export function scales(tab) {
  let loads = []
  tab.on('request', (request) => {
    // What was still under way for the page before belongs to that one.
    if (request.isNavigationRequest()) loads = []
    loads.push(request)
  })
  return async () => {
    const sum = { html: 0, css: 0, script: 0, font: 0, pictures: 0, requests: 0, names: [] }
    for (const request of loads) {
      const response = await request.response()
      const type = request.resourceType()
      if (type === 'image') {
        sum.pictures += 1
        continue
      }
      sum.requests += 1
      sum.names.push(new URL(request.url()).pathname.split('/').at(-1))
      if (type === 'font') sum.font += 1
      const part = { document: 'html', stylesheet: 'css', script: 'script' }[type]
      if (part) sum[part] += gzipSync(await response.body(), { level: 9 }).length
    }
    return sum
  }
}

/** Where that is more than the bar allows. */
export function tooHeavy({ html, css, script, font, requests, names }) {
  const found = []
  const kilobytes = (bytes) => `${(bytes / 1024).toFixed(1)} KB`
  if (html + css > 30 * 1024) found.push(`HTML ${kilobytes(html)} and CSS ${kilobytes(css)} are more than 30 KB`)
  if (script > 15 * 1024) found.push(`scripts of ${kilobytes(script)} are more than 15 KB`)
  if (font > 0) found.push(`${font} fonts are loaded`)
  if (requests > 8) found.push(`${requests} requests are more than 8: ${names.join(', ')}`)
  return found
}
