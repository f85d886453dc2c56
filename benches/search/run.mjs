// Puts queries to one engine and judges the answers.

import { ask, opened, weigh } from './engines.mjs'
import { tight } from './source.mjs'

/** For every query {…query, total, similar, results, took, first, five, section, cold, next}. */
export async function run(engine, { browser, server, pages, queries, cold }) {
  const known = new Map(pages.map((page) => [page.path, page]))
  const { page, session, open, close } = await opened(browser, server, engine)
  const judged = []
  for (const kind of new Set(queries.map((query) => query.kind))) {
    const own = queries.filter((query) => query.kind === kind)
    const weights = new Map()
    await session.send('Network.setCacheDisabled', { cacheDisabled: true })
    for (const [at, query] of own.slice(0, cold).entries()) {
      server.take()
      await open(query.lang)
      await ask(page, query.text)
      const first = weigh(server.take())
      await ask(page, own[(at + 1) % own.length].text)
      weights.set(query, { cold: first, next: weigh(server.take()) })
    }
    await session.send('Network.setCacheDisabled', { cacheDisabled: false })
    for (const lang of new Set(own.map((query) => query.lang))) {
      await open(lang)
      // The engine itself is there before anything is timed.
      await ask(page, own[0].text)
      for (const query of own.filter((query) => query.lang === lang)) {
        const answer = await ask(page, query.text)
        judged.push({ ...query, ...answer, ...judge(query, answer, known), ...weights.get(query) })
      }
    }
  }
  await close()
  return judged
}

function judge(query, { total, similar, results }, known) {
  // To a query that nothing covers, silence is an answer, and so is saying that it is a guess.
  if (query.kind === 'nothing') return { first: total === 0 || similar, five: total === 0 || similar }
  const right = results.map((result) => query.wanted.has(pathOf(result.url, known)))
  const section = query.original !== undefined && right[0] ? shows(results[0], query.original, known) : undefined
  return { first: right[0] === true, five: right.includes(true), section }
}

/** The path of the page that a result leads to, in the language it was written in. */
export function pathOf(url, known) {
  const path = decodeURIComponent(url.split('#')[0]).replace(/\.html$/, '')
  if (known.has(path)) return path
  const rest = path.slice(path.indexOf('/') + 1)
  return [...known.keys()].find((other) => other.slice(other.indexOf('/') + 1) === rest) ?? path
}

/** Whether the part of the page that a result leads to shows the text. */
function shows(result, text, known) {
  const { shown } = known.get(pathOf(result.url, known))
  const anchor = decodeURIComponent(result.url.split('#')[1] ?? '(head)')
  return (shown.get(anchor) ?? '').includes(tight(text))
}
