// What a reader waits for: bytes of a query, and the time from a key to the results on the screen of
// a phone six times slower than this machine.

import { ask, opened, weigh } from './engines.mjs'

const SLOWER = 6

/** For every query what it takes from an empty cache and what the one after it takes: {cold, next, found}. */
export async function bytesOf(engine, { browser, server, queries }) {
  const { page, session, open, close } = await opened(browser, server, engine)
  await session.send('Network.setCacheDisabled', { cacheDisabled: true })
  const weights = []
  for (const [at, { text, lang }] of queries.entries()) {
    server.take()
    await open(lang)
    const { total } = await ask(page, text)
    const cold = weigh(server.take())
    const own = queries.filter((query) => query.lang === lang)
    await ask(page, own[(own.indexOf(queries[at]) + 1) % own.length].text)
    weights.push({ cold, next: weigh(server.take()), found: total > 0 })
  }
  await close()
  return weights
}

/** Milliseconds from the key to the second frame with results; Infinity when none came within ten seconds. */
async function type(page, query) {
  const field = page.locator('input[type=search]').last()
  await field.evaluate((input) => {
    const list = document.querySelector('[data-results]')
    window.painted = new Promise((done) => {
      input.addEventListener('input', (event) => {
        const observer = new MutationObserver(() => {
          if (!list.querySelector('li')) return
          observer.disconnect()
          requestAnimationFrame(() => requestAnimationFrame(() => done(performance.now() - event.timeStamp)))
        })
        observer.observe(list, { childList: true, subtree: true, characterData: true })
      }, { capture: true, once: true })
      setTimeout(() => done(Infinity), 10_000)
    })
    input.focus()
  })
  // All at once, as an input method gives it.
  await page.keyboard.insertText(query)
  return page.evaluate(() => window.painted)
}

async function emptied(page) {
  await page.locator('input[type=search]').last().fill('')
  // What the interface does when typing has stopped is done by then.
  await page.waitForTimeout(600)
}

/** Each query in a page that has answered others, but not this one. */
export async function warmTimes(engine, { browser, server, queries }) {
  const { page, session, open, close } = await opened(browser, server, engine)
  const times = []
  for (const lang of new Set(queries.map((query) => query.lang))) {
    const own = queries.filter((query) => query.lang === lang)
    await session.send('Emulation.setCPUThrottlingRate', { rate: 1 })
    await open(lang)
    await type(page, own.at(-1).text)
    await session.send('Emulation.setCPUThrottlingRate', { rate: SLOWER })
    for (const { text } of own.slice(0, -1)) {
      await emptied(page)
      times.push(await type(page, text))
    }
  }
  await close()
  return times
}

/** Each query as the first ever, in a browser that has loaded the page and nothing else. */
export async function firstTimes(engine, { browser, server, queries }) {
  const times = []
  for (const { text, lang } of queries) {
    const { page, session, open, close } = await opened(browser, server, engine)
    await open(lang)
    await session.send('Emulation.setCPUThrottlingRate', { rate: SLOWER })
    times.push(await type(page, text))
    await close()
  }
  return times
}
