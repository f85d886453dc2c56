// Every page of a handbook in Chromium: what is cheap enough to be tried on each of them.
//
//   LINLI=… HANDBOOK=… CHROMIUM=… node --test pages.mjs     (tests/run sets them)
//   SITE=… node --test pages.mjs                            an already built site, as it is

import assert from 'node:assert/strict'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { after, before, describe, test } from 'node:test'
import { bars, moved, oneLine, seen, shifts, watchShifts } from './checks/layout.mjs'
import { axe, letters, structure, voices } from './checks/reading.mjs'
import { targets, type } from './checks/type.mjs'
import { launch, published, Report, several, watchedPage } from './harness.mjs'
import { addressOf, chosen, readable, spread } from './site.mjs'

let browser, site
before(async () => {
  site = await published()
  browser = await launch()
})
after(async () => {
  await browser?.close()
  await site?.stop()
})

const sights = {
  sideways: 'nothing sticks out of the screen',
  cut: 'no words are cut off',
  overlaps: 'no words lie on each other',
  pictures: 'pictures fit and are not blown up',
}
const checks = [
  'opens without a fault',
  'links lead to pages that are there',
  'axe finds nothing, in any colours',
  'contrast is 7:1, in any colours',
  'headings, ids, landmarks and language are right',
  'words are marked with their own language',
  'no Han is slanted and text may grow',
  ...Object.values(sights),
  'controls are as large as a finger',
  'body text is large and its lines are open',
  'bars leave room to read',
  'buttons of the bars do not break',
  'nothing moves while the page loads',
]

test('every page', { timeout: 3_600_000 }, async (t) => {
  const pages = spread(readable(site.pages))
  assert.ok(pages.length > 1, `only ${pages.length} page was built`)
  const report = new Report(checks)
  // The colours of elder mode are the same for all pages of a sort, and axe is slow.
  const inColours = new Set(chosen(site.pages))
  await several(pages, {
    start: async () => {
      const context = (options) => browser.newContext({ viewport: { width: 360, height: 740 }, colorScheme: 'light', ...options })
      const contexts = { usual: await context(), big: await context() }
      for (const one of Object.values(contexts)) await watchShifts(one)
      return contexts
    },
    work: async (contexts, page) => {
      for (const [mode, context] of Object.entries(contexts)) {
        const tab = await watchedPage(context, site.origin)
        const add = (check, sentences) => report.add(check, page, sentences.map((sentence) => (mode === 'big' ? `elder mode: ${sentence}` : sentence)))
        try {
          await look(tab, page, mode, add, inColours.has(page))
        } catch (error) {
          add('opens without a fault', [`the browser: ${error.message}`])
        }
        add('opens without a fault', tab.problems)
        await tab.close()
      }
      report.looked += 1
    },
    end: (contexts) => Promise.all(Object.values(contexts).map((context) => context.close())),
  })
  assert.equal(report.looked, pages.length)
  await report.tell(t)
})

/** One page in one mode, from the narrowest screen to the widest. */
async function look(tab, page, mode, add, inColours) {
  const answer = await tab.goto(addressOf(site.url, page.path, mode === 'big' ? '?big=1' : ''), { waitUntil: 'load', timeout: 60_000 })
  if (answer.status() !== 200) add('opens without a fault', [`status ${answer.status()}`])
  add('opens without a fault', (await tab.evaluate(() => window.__refused)).map((what) => `content security policy: ${what}`))
  add('nothing moves while the page loads', moved(await shifts(tab)))

  const at = async (width, height, work) => {
    await tab.setViewportSize({ width, height })
    await work((check, sentences) => add(check, sentences.map((sentence) => `${width} px: ${sentence}`)))
  }
  const shown = async (add) => {
    for (const [check, sentence] of await seen(tab)) add(sights[check], [sentence])
  }

  if (mode === 'big') {
    const big = await tab.evaluate(() => document.documentElement.classList.contains('big'))
    if (!big) add('opens without a fault', ['?big=1 does not open it in elder mode'])
    await at(360, 740, async (add) => {
      await shown(add)
      add('controls are as large as a finger', await targets(tab, { main: 60 }))
      add('bars leave room to read', await bars(tab, { share: 0.2 }))
      add('buttons of the bars do not break', await oneLine(tab))
      add('body text is large and its lines are open', await type(tab, { size: 18, times: 1.5 }))
    })
    await at(360, 500, async (add) => add('bars leave room to read', await bars(tab, { share: 0.2 })))
    if (inColours) await colours(tab, add, { all: true })
    return
  }

  await at(360, 740, async (add) => {
    await shown(add)
    add('controls are as large as a finger', await targets(tab, { main: 48 }))
    add('body text is large and its lines are open', await type(tab, { size: 18 }))
    add('buttons of the bars do not break', await oneLine(tab))
    add('bars leave room to read', await bars(tab, { share: 0.25 }))
  })
  await at(360, 500, async (add) => add('bars leave room to read', await bars(tab, { share: 0.2 })))
  await at(320, 640, async (add) => {
    await shown(add)
    add('buttons of the bars do not break', await oneLine(tab))
  })
  await at(768, 1024, shown)
  await at(1440, 900, async (add) => {
    await shown(add)
    add('body text is large and its lines are open', await type(tab, { size: 20 }))
  })
  add('headings, ids, landmarks and language are right', await structure(tab, page.language))
  add('words are marked with their own language', await voices(tab))
  add('no Han is slanted and text may grow', await letters(tab))
  add('links lead to pages that are there', await deadLinks(tab))
  await colours(tab, add, { all: true })
}

/** axe and contrast, light and dark. */
async function colours(tab, add, { all }) {
  for (const colorScheme of ['light', 'dark']) {
    await tab.emulateMedia({ colorScheme })
    for (const { contrast, sentence } of await axe(tab, { all: all && colorScheme === 'light' })) {
      add(contrast ? 'contrast is 7:1, in any colours' : 'axe finds nothing, in any colours', [`${colorScheme}: ${sentence}`])
    }
  }
  await tab.emulateMedia({ colorScheme: 'light' })
}

async function deadLinks(tab) {
  const links = await tab.evaluate(() => [...document.querySelectorAll('a[href], area[href], link[href]')].map(({ href }) => href))
  const dead = new Set()
  for (const link of links) {
    const url = new URL(link)
    if (url.origin !== site.origin) continue
    const base = new URL(site.url).pathname
    const path = decodeURIComponent(url.pathname)
    if (!path.startsWith(base) || path.endsWith('/') || !existsSync(join(site.site, path.slice(base.length)))) dead.add(`a link leads to ${path}, which is not there`)
  }
  return [...dead]
}

describe('the handbook', () => {
  test('gives no two pages of a language the same title', async () => {
    const titles = new Map()
    for (const page of readable(site.pages)) {
      const title = `${page.language}: ${readFileSync(page.file, 'utf8').match(/<title>([^<]*)/)?.[1].trim()}`
      titles.set(title, [...(titles.get(title) ?? []), page.path])
    }
    const same = [...titles].filter(([, paths]) => paths.length > 1).map(([title, paths]) => `“${title}” is the title of ${paths.join(', ')}`)
    assert.equal(same.join('\n'), '')
  })
})
