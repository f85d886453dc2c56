// What takes too long for every page: on the largest page of each kind and language, and on every
// hostile page. The keyboard, paper, no script, the reader's own large letters, weight.
//
//   LINLI=… HANDBOOK=… CHROMIUM=… node --test chosen.mjs    (tests/run sets them)

import assert from 'node:assert/strict'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { skip, walk, ways } from './checks/keyboard.mjs'
import { moved, oneLine, seen, shifts, watchShifts } from './checks/layout.mjs'
import { fill, judge, longTables, printed, repeats, style, wanted } from './checks/print.mjs'
import { asides, bare, choices, paragraphs, quizzes } from './checks/scriptless.mjs'
import { scales, tooHeavy } from './checks/weight.mjs'
import { launch, published, Report, several, watchedPage } from './harness.mjs'
import { addressOf, chosen } from './site.mjs'

const limit = { timeout: 3_600_000 }
let browser, site, pages
before(async () => {
  site = await published()
  pages = chosen(site.pages)
  assert.ok(pages.length > 1, `only ${pages.length} page was chosen`)
  browser = await launch()
})
after(async () => {
  await browser?.close()
  await site?.stop()
})

const open = (tab, page, search = '') => tab.goto(addressOf(site.url, page.path, search), { waitUntil: 'load', timeout: 60_000 })
/** Every page in a tab of a context made for it; what goes wrong is told under `first`. */
async function each(list, report, first, options, work, by = browser) {
  await several(list, {
    start: () => by.newContext(options),
    work: async (context, page) => {
      const tab = await watchedPage(context, site.origin)
      try {
        await work(tab, page, context)
      } catch (error) {
        report.add(first, page, [`the browser: ${error.message}`])
      }
      await tab.close()
      report.looked += 1
    },
    end: (context) => context.close(),
  })
  assert.equal(report.looked % list.length, 0)
}

test('the keyboard', limit, async (t) => {
  const [stops, past] = ['every control is reached, seen and ringed', 'the first stop skips to the text']
  const report = new Report([stops, past, 'the search and the menu are reached'])
  const search = existsSync(join(site.site, 'zh/search.html'))
  await each(pages, report, stops, { reducedMotion: 'reduce' }, async (tab, page) => {
    // The templates are the same in both languages: one is walked on a phone, the other on a desk.
    await tab.setViewportSize(page.language === 'en' ? { width: 1280, height: 800 } : { width: 360, height: 740 })
    await open(tab, page)
    report.add(stops, page, await walk(tab))
    report.add('the search and the menu are reached', page, await ways(tab, { search }))
    // Anew: what was walked has the focus still.
    await tab.goto('about:blank')
    await open(tab, page)
    report.add(past, page, await skip(tab))
  })
  await report.tell(t)
})

test('on paper', limit, async (t) => {
  const names = {
    text: '98 % of the text is printed',
    folded: 'what is folded is printed',
    fields: 'what is typed is printed whole',
    margins: 'nothing reaches into the margins',
    numbers: 'pages have numbers and say what they belong to',
    headings: 'no heading ends a page',
    tools: 'nothing to press is printed',
    pictures: 'pictures fit the page',
    heads: 'heads of tables repeat',
  }
  const report = new Report(Object.values(names))
  await each(pages, report, names.text, { viewport: { width: 1280, height: 800 } }, async (tab, page) => {
    await open(tab, page)
    const add = (found) => found.forEach(([name, sentence]) => report.add(names[name], page, [sentence]))
    const typed = await fill(tab)
    const want = await wanted(tab)
    const paper = await printed(tab)
    add(judge(paper, want, typed))
    add(await style(tab))
    add(repeats(await longTables(tab), paper))
  })
  await report.tell(t)
})

test('without a script', limit, async (t) => {
  const [words, quiz, facets, ways] = ['all words are shown and no button is dead', 'quizzes are read and answered', 'choices choose', 'links lead on']
  const report = new Report([words, quiz, facets, ways])
  const withScript = new Map()
  await each(pages, report, words, {}, async (tab, page) => {
    await open(tab, page)
    withScript.set(page, await paragraphs(tab))
  })
  await each(pages, report, words, { javaScriptEnabled: false }, async (tab, page) => {
    await open(tab, page)
    report.add(words, page, await bare(tab))
    const have = new Set(await paragraphs(tab, { hidden: true }))
    const missing = withScript.get(page).filter((words) => !have.has(words))
    report.add(words, page, missing.slice(0, 3).map((words) => `“${words.slice(0, 40)}” is there only with a script`))
    report.add(quiz, page, await quizzes(tab))
    report.add(words, page, await asides(tab))
  })
  // Galleries are cheap here, and each has choices of its own.
  const galleries = site.pages.filter(({ sort }) => sort.startsWith('gallery'))
  if (galleries.length > 0) {
    report.looked = 0
    await each(galleries, report, facets, { javaScriptEnabled: false }, async (tab, page) => {
      await open(tab, page)
      report.add(facets, page, (await choices(tab)).found)
    })
  }
  const homes = pages.filter(({ sort }) => sort === 'home')
  report.looked = 0
  await each(homes, report, ways, { javaScriptEnabled: false }, async (tab, page) => {
    for (const selector of ['nav.menu a[href]', 'main a[href$=".html"]', 'header a[hreflang]']) {
      await open(tab, page)
      const link = tab.locator(`${selector}:visible`).first()
      if ((await link.count()) === 0) {
        report.add(ways, page, selector === 'header a[hreflang]' && homes.length === 1 ? [] : [`there is no ${selector}`])
        continue
      }
      const address = await link.evaluate(({ href }) => href)
      await link.click()
      await tab.waitForLoadState('load')
      if (tab.url() !== address) report.add(ways, page, [`${selector} leads to ${tab.url()}, not to ${address}`])
      report.add(ways, page, tab.problems)
    }
  })
  await report.tell(t)
})

// 16 px is what a browser comes with; these are 200 % and 250 % of it.
for (const [share, fontSize] of [[200, 32], [250, 40]]) {
  test(`the reader's own letters at ${share} %`, limit, async (t) => {
    const checks = ['text follows', 'nothing is cut, covered or beside the screen']
    const report = new Report(checks)
    const large = await launch({ fontSize })
    await each(pages, report, checks[1], { viewport: { width: 360, height: 740 } }, async (tab, page) => {
      await open(tab, page)
      const size = await tab.evaluate(() => parseFloat(getComputedStyle(document.body).fontSize))
      if (size < (18 * share) / 100 - 0.5) report.add(checks[0], page, [`body text is ${size} px`])
      for (const width of [360, 1280]) {
        await tab.setViewportSize({ width, height: width === 360 ? 740 : 800 })
        for (const [, sentence] of await seen(tab, ['sideways', 'cut', 'overlaps'])) report.add(checks[1], page, [`${width} px: ${sentence}`])
      }
    }, large)
    await large.close()
    await report.tell(t)
  })
}

test("the reader's own spacing (WCAG 1.4.12)", limit, async (t) => {
  const check = 'nothing is cut, covered or beside the screen'
  const report = new Report([check])
  // The page's own policy would refuse the reader's style sheet.
  await each(pages, report, check, { bypassCSP: true, viewport: { width: 320, height: 640 } }, async (tab, page) => {
    await open(tab, page)
    await tab.addStyleTag({ content: '* { line-height: 1.5 !important; letter-spacing: .12em !important; word-spacing: .16em !important } p { margin-bottom: 2em !important }' })
    for (const width of [320, 1280]) {
      await tab.setViewportSize({ width, height: 740 })
      for (const [, sentence] of await seen(tab, ['sideways', 'cut', 'overlaps'])) report.add(check, page, [`${width} px: ${sentence}`])
      if (width === 1280) report.add(check, page, await oneLine(tab))
    }
  })
  await report.tell(t)
})

test('scripts that come late', limit, async (t) => {
  const check = 'nothing moves when they do'
  const report = new Report([check])
  const late = async (route) => {
    await new Promise((done) => setTimeout(done, 400))
    await route.continue()
  }
  await each(pages, report, check, { viewport: { width: 360, height: 740 } }, async (tab, page) => {
    await watchShifts(tab)
    // The first script holds the page back, by design.
    await tab.route(/\/(?!start\b)[^/]*\.js$/, late)
    // One language in the usual letters, the other in large text.
    await open(tab, page, page.language === 'en' ? '?big=0' : '?big=1')
    report.add(check, page, moved(await shifts(tab), 0))
  })
  await report.tell(t)
})

// From a quick server a page comes whole and nothing moves: only a pause shows it, which a busy machine makes by chance.
test('pages that come in pieces', limit, async (t) => {
  const check = 'nothing moves when the rest comes'
  const report = new Report([check])
  const bars = new Set()
  await each(pages, report, check, {}, async (tab, page) => {
    await tab.setViewportSize(page.language === 'en' ? { width: 1280, height: 800 } : { width: 360, height: 740 })
    const html = readFileSync(join(site.site, page.path))
    const places = cuts(html.toString('latin1'), bars.has(page.language) ? 'main' : 'all')
    bars.add(page.language)
    await watchShifts(tab)
    for (const cut of places) {
      await tab.goto(addressOf(site.url, page.path, `?cut=${cut}`), { waitUntil: 'load' })
      const found = moved(await shifts(tab), 0)
      report.add(check, page, found.map((sentence) => `cut at byte ${cut}: ${sentence}`))
    }
  })
  await report.tell(t)
})

/** Where a page may be cut: before tags of its first screens, in the bars before each. */
function cuts(html, what) {
  const main = [html.indexOf('<main'), html.indexOf('</main>')]
  const tags = [...html.slice(html.indexOf('<body')).matchAll(/</g)].map(({ index }) => index + html.indexOf('<body'))
  const inside = tags.filter((at) => at > main[0] && at < main[1]).slice(0, 120)
  const spread = inside.filter((_, at) => at % Math.ceil(inside.length / 7) === 0)
  return what === 'main' ? spread : [...tags.filter((at) => at <= main[0] || at > html.indexOf('<nav class="bottom')), ...spread]
}

test('weight', limit, async (t) => {
  const check = 'HTML and CSS 30 KB, scripts 15 KB, no fonts, 8 requests'
  const report = new Report([check])
  // What is read on the way: indexes of the whole handbook and pages made to be long are not.
  const read = pages.filter(({ hostile, sort }) => !hostile && !['sources', 'titles', 'search', 'matrix', 'tags'].includes(sort))
  await each(read, report, check, {}, async (tab, page, context) => {
    const weigh = scales(tab)
    await open(tab, page)
    report.add(check, page, tooHeavy(await weigh()))
    // A cold start every time.
    await context.clearCookies()
  })
  await report.tell(t)
})
