// The search as readers meet it: over any page and on its own page, with keys, an input method, a
// finger, without a line. Ranking is not tried here: what is sought is found by its title.
//
//   LINLI=… HANDBOOK=… CHROMIUM=… node --test find.mjs      (tests/run sets them)

import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { after, before, test } from 'node:test'
import { axe } from './checks/reading.mjs'
import { launch, published } from './harness.mjs'

let browser, site, languages, sought
before(async () => {
  site = await published()
  browser = await launch()
  languages = ['zh', 'en'].filter((language) => site.pages.some((page) => page.path === `${language}/search.html`))
  const page = site.pages.find(({ language, sort, hostile }) => !hostile && language === languages[0] && ['module', 'case', 'page'].includes(sort))
  const title = readFileSync(page.file, 'utf8').match(/<h1[^>]*>(.*?)<\/h1>/s)[1].replace(/<[^>]+>/g, '').trim()
  sought = { page, title, name: page.path.split('/').pop() }
})
after(async () => {
  await browser?.close()
  await site?.stop()
})

const phone = { viewport: { width: 360, height: 740 }, hasTouch: true, isMobile: true }
const desk = { viewport: { width: 1280, height: 800 } }
const address = (path) => new URL(path, site.url).href
const reading = () => address(sought.page.path)
const finder = () => address(`${languages[0]}/search.html`)
const field = (tab) => tab.locator('.over input, [data-finder] input')
const titles = (tab) => tab.locator('[data-results] a')
const focused = (locator) => locator.evaluate((element) => element === document.activeElement)
const heard = (tab) => tab.locator('.over [role=status], [data-finder] [role=status]')
const kept = (tab) => tab.evaluate(() => JSON.parse(window.linli.kept('recent')) ?? [])

/** A test in a new browser profile. Whatever goes wrong in a page fails it. */
function inBrowser(name, options, tries, { expected = /^$/ } = {}) {
  test(name, async () => {
    const context = await browser.newContext(options)
    const problems = []
    context.on('weberror', (error) => problems.push(`script error: ${error.error().message}`))
    context.on('console', (message) => {
      if (message.type() === 'error' && !expected.test(message.text())) problems.push(message.text())
    })
    context.setDefaultTimeout(8_000)
    try {
      await tries(await context.newPage(), context)
      assert.deepEqual(problems, [])
    } finally {
      await context.close()
    }
  })
}

/** Opens the search over a page; with no words, only the field. */
async function open(tab, words = '') {
  await tab.locator('a[data-do=find]:visible').first().click()
  await field(tab).waitFor()
  if (!words) return
  await field(tab).fill(words)
  await titles(tab).first().waitFor()
}

/** The engine gives these answers instead: what is tried is how they are shown. */
async function answers(tab, make) {
  await tab.route(/\/assets\/search-[^/]*\.js$/, (route) => route.fulfill({ contentType: 'text/javascript', body: `(${make})()` }))
}

/** 25 results with all there is to show, narrowed by kind and phase. */
function full() {
  window.asked = []
  window.linli.marks = (text, query) => (text.includes(query) ? [[text.indexOf(query), text.indexOf(query) + query.length]] : [])
  window.linli.search = (query, options) => {
    window.asked.push({ query, ...options, partial: undefined })
    const all = Array.from({ length: 25 }, (_, at) => ({
      url: `zh/a${at}.html#part`, title: `${query}与<b>邻里</b> ${at}`, heading: at % 2 ? '第二节' : '', kind: at % 3 ? 'module' : 'case', label: at % 3 ? '课程' : '案例',
      lang: at % 5 ? 'zh' : 'en', code: `M${at}`, snippet: `前面的话，${query}，后面的话。`.repeat(8), score: 25 - at,
    }))
    const found = all.filter(({ kind }) => !options.kinds || options.kinds.includes(kind))
    return Promise.resolve({
      total: found.length, results: found.slice(0, options.limit), similar: query === '像', nearest: [],
      facets: [
        { name: 'phase', label: '阶段', values: [{ value: 'a', label: '探索', count: 7 }, { value: 'b', label: '动员', count: 5 }] },
        { name: 'kind', label: '类别', values: [{ value: 'module', label: '课程', count: 16 }, { value: 'case', label: '案例', count: 9 }] },
      ],
    })
  }
}

// ---- opening and closing -------------------------------------------------------------------------

inBrowser('nothing of the search is loaded before its first use', desk, async (tab) => {
  const loads = []
  tab.on('request', (request) => loads.push(request.url()))
  await tab.goto(reading())
  const searching = () => loads.filter((url) => /\/(find|found|search)\b[^/]*\.(js|css)$|\/search\//.test(url))
  assert.deepEqual(searching(), [])
  await open(tab, sought.title)
  assert.ok(searching().length >= 4, searching().join(' '))
})

for (const [what, options] of [['the bar of a desk', desk], ['the bottom bar of a phone', phone]]) {
  inBrowser(`${what} opens it over the page, and what is found leads on`, options, async (tab) => {
    await tab.goto(reading())
    await open(tab)
    assert.equal(tab.url(), reading())
    assert.ok(await focused(field(tab)))
    await field(tab).fill(sought.title)
    const found = tab.locator(`[data-results] a[href*="${sought.name}"]`).first()
    await found.waitFor()
    assert.equal(await found.locator('mark').count() > 0, true)
    await tab.goto('about:blank')
    await tab.goto(finder().replace('search.html', 'index.html'))
    await open(tab, sought.title)
    await Promise.all([tab.waitForURL((url) => url.pathname.endsWith(sought.name)), found.click()])
    // Back from a result: what was found is there again.
    await tab.goBack()
    await titles(tab).first().waitFor()
    assert.equal(await field(tab).inputValue(), sought.title)
    await tab.goBack()
    await tab.locator('.over').waitFor({ state: 'hidden' })
  })
}

inBrowser('a slash opens it, and Escape gives the focus back', desk, async (tab) => {
  await tab.goto(reading())
  const menu = tab.locator('header a[href="#:menu"]')
  await menu.focus()
  await tab.keyboard.press('/')
  await field(tab).waitFor()
  assert.ok(await focused(field(tab)))
  assert.equal(await field(tab).inputValue(), '')
  await tab.keyboard.type('a/b')
  assert.equal(await field(tab).inputValue(), 'a/b')
  await tab.keyboard.press('Escape')
  await tab.locator('.over').waitFor({ state: 'hidden' })
  assert.ok(await focused(menu))
  await tab.waitForTimeout(100)
  const length = await tab.evaluate(() => history.state)
  assert.equal(length, null)
})

inBrowser('Back closes it and stays on the page', phone, async (tab) => {
  await tab.goto(finder().replace('search.html', 'index.html'))
  await tab.goto(reading())
  for (let turn = 0; turn < 3; turn++) {
    await open(tab, sought.title)
    await tab.goBack()
    await tab.locator('.over').waitFor({ state: 'hidden' })
    assert.equal(tab.url(), reading())
  }
  await open(tab)
  await tab.locator('.over-head > .btn').click()
  await tab.locator('.over').waitFor({ state: 'hidden' })
  await tab.waitForTimeout(200)
  await tab.goBack()
  assert.match(tab.url(), /index\.html$/)
})

inBrowser('a result on the page below closes it and goes there', desk, async (tab) => {
  await tab.goto(reading())
  const path = sought.page.path
  await answers(tab, `function () { window.linli.search = () => Promise.resolve({ total: 1, results: [{ url: ${JSON.stringify(encodeURI(path))} + '#:menu', title: 'x', heading: 'y', kind: 'page', label: '', lang: 'zh', code: '', snippet: '', score: 1 }], facets: [] }) }`)
  await open(tab, 'x')
  await titles(tab).first().click()
  await tab.locator('.over').waitFor({ state: 'hidden' })
  assert.match(tab.url(), /#:menu$/)
  await tab.goBack()
  assert.equal(tab.url(), reading())
  assert.ok(await tab.locator('.over').isHidden())
})

inBrowser('where its script does not come, the link is a link', desk, async (tab) => {
  await tab.route(/\/find-[^/]*\.js$/, (route) => route.abort())
  await tab.goto(reading())
  await tab.locator('a[data-do=find]:visible').first().click()
  await tab.waitForURL(/search\.html$/)
}, { expected: /ERR_FAILED/ })

inBrowser('a browser without dialogs has one all the same, and the focus stays in it', desk, async (tab) => {
  await tab.addInitScript(() => { delete HTMLDialogElement.prototype.showModal })
  await tab.goto(reading())
  await open(tab, sought.title)
  assert.equal(await tab.locator('.over').getAttribute('role'), 'dialog')
  for (let turn = 0; turn < 80; turn++) {
    await tab.keyboard.press('Tab')
    assert.ok(await tab.evaluate(() => document.querySelector('.over').contains(document.activeElement)))
  }
  await tab.keyboard.press('Shift+Tab')
  assert.ok(await tab.evaluate(() => document.querySelector('.over').contains(document.activeElement)))
  await tab.keyboard.press('Escape')
  assert.ok(await tab.locator('.over').isHidden())
})

test('it works from a disk', async () => {
  const tab = await browser.newPage(phone)
  const file = (path) => pathToFileURL(join(site.site, path)).href
  await tab.goto(file(sought.page.path))
  await open(tab, sought.title)
  await tab.keyboard.press('Escape')
  await tab.locator('.over').waitFor({ state: 'hidden' })
  await open(tab, sought.title)
  await tab.goBack()
  await tab.locator('.over').waitFor({ state: 'hidden' })
  await tab.goto(`${file(`${languages[0]}/search.html`)}?q=${encodeURIComponent(sought.title)}`)
  await titles(tab).first().waitFor()
  await tab.close()
})

// ---- keys and typing -----------------------------------------------------------------------------

inBrowser('arrows walk the results; Enter in the field only searches', desk, async (tab) => {
  await answers(tab, full)
  await tab.goto(reading())
  await open(tab, '访谈')
  await tab.keyboard.press('Enter')
  await tab.waitForTimeout(100)
  assert.equal(tab.url(), reading())
  assert.ok(await focused(field(tab)))
  await tab.keyboard.press('ArrowDown')
  assert.ok(await focused(titles(tab).nth(0)))
  await tab.keyboard.press('ArrowDown')
  assert.ok(await focused(titles(tab).nth(1)))
  await tab.keyboard.press('ArrowUp')
  await tab.keyboard.press('ArrowUp')
  assert.ok(await focused(field(tab)))
  await tab.keyboard.press('Home')
  assert.equal(await field(tab).evaluate(({ selectionStart }) => selectionStart), 0)
  await tab.keyboard.press('ArrowDown')
  await tab.keyboard.press('/')
  assert.ok(await focused(field(tab)))
})

inBrowser('while an input method composes, its letters are sought and its keys left alone', desk, async (tab) => {
  await answers(tab, full)
  await tab.goto(reading())
  await open(tab)
  const queries = () => tab.evaluate(() => window.asked.map(({ query }) => query))
  const line = await tab.context().newCDPSession(tab)
  await line.send('Input.imeSetComposition', { text: "fang'tan", selectionStart: 8, selectionEnd: 8 })
  await tab.waitForFunction(() => window.asked?.some(({ query }) => query === 'fangtan'))
  // The field itself is left as it is.
  assert.equal(await field(tab).inputValue(), "fang'tan")
  for (const key of ['Enter', 'ArrowDown', 'Escape']) {
    await field(tab).evaluate((field, key) => {
      const event = new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true, isComposing: true })
      field.dispatchEvent(event)
      if (event.defaultPrevented) throw new Error(`${key} is taken from the input method`)
    }, key)
  }
  assert.ok(await tab.locator('.over').isVisible())
  assert.ok(await focused(field(tab)))
  await line.send('Input.insertText', { text: '访谈' })
  await tab.waitForFunction(() => window.asked.some(({ query }) => query === '访谈'))
  await field(tab).fill("rock 'n' roll")
  await tab.waitForTimeout(200)
  assert.equal((await queries()).pop(), "rock 'n' roll")
})

inBrowser('an answer that comes after a newer question is dropped', desk, async (tab) => {
  await answers(tab, () => {
    window.linli.search = (query) => new Promise((done) =>
      setTimeout(() => done({ total: 1, results: [{ url: 'a.html', title: query, heading: '', kind: 'k', label: '', lang: 'zh', code: '', snippet: '', score: 1 }], facets: [] }), query.length > 1 ? 20 : 600))
  })
  await tab.goto(reading())
  await open(tab)
  await field(tab).fill('一')
  await tab.waitForTimeout(80)
  await field(tab).fill('一二')
  await titles(tab).first().waitFor()
  await tab.waitForTimeout(900)
  assert.deepEqual(await titles(tab).allTextContents(), ['一二'])
})

inBrowser('how many are found is seen at once and said when typing has stopped', desk, async (tab) => {
  await answers(tab, full)
  await tab.goto(reading())
  await open(tab, '访谈')
  assert.match(await tab.locator('.over .status').textContent(), /25/)
  assert.equal(await heard(tab).textContent(), '')
  await tab.waitForFunction(() => /25/.test(document.querySelector('.over [role=status]').textContent))
})

// ---- what is shown -------------------------------------------------------------------------------

inBrowser('a result shows title, heading, kind, code, language and words, and is pressed anywhere', phone, async (tab) => {
  await answers(tab, full)
  await tab.goto(reading())
  await open(tab, '访谈')
  assert.equal(await titles(tab).count(), 10)
  assert.equal(await titles(tab).nth(1).textContent(), '访谈与<b>邻里</b> 1 › 第二节')
  assert.equal(await tab.locator('[data-results] b').count(), 0)
  const second = tab.locator('[data-results] li').nth(1)
  assert.equal(await second.locator('.meta').textContent(), languages[0] === 'zh' ? '课程 M1' : '课程 M1 · zh')
  assert.ok((await second.locator('mark').count()) >= 2)
  if (languages[0] === 'zh') {
    const other = tab.locator('[data-results] li').nth(0)
    assert.equal(await other.getAttribute('lang'), 'en')
    assert.match(await other.locator('.meta').textContent(), /^案例 M0 · (English|en)$/)
  }
  const box = await second.boundingBox()
  assert.ok(box.height >= 48)
  assert.ok(await tab.evaluate(([x, y]) => document.elementFromPoint(x, y).closest('a') !== null, [box.x + box.width - 4, box.y + box.height - 6]))
  // More of them; the focus goes on to the first new one.
  await tab.locator('.more').click()
  await titles(tab).nth(24).waitFor()
  assert.ok(await focused(titles(tab).nth(10)))
  assert.ok(await tab.locator('.more').isHidden())
  await tab.locator('.similar').waitFor({ state: 'hidden' })
  await field(tab).fill('像')
  await tab.locator('.similar').waitFor()
})

inBrowser('titles stand before their snippets come, and the focus stays where it is', desk, async (tab) => {
  await answers(tab, () => {
    const result = (at, snippet) => ({ url: `a${at}.html`, title: `第${at}个`, heading: '', kind: 'k', label: '', lang: 'zh', code: '', snippet, score: 1 })
    window.linli.search = (query, { partial }) => new Promise((done) => {
      partial({ total: 3, results: [1, 2, 3].map((at) => result(at, '')), facets: [] })
      window.finish = () => done({ total: 3, results: [3, 2, 1].map((at) => result(at, '后来的话')), facets: [] })
    })
  })
  await tab.goto(reading())
  await open(tab, '慢')
  assert.equal(await tab.locator('.snippet').count(), 0)
  await titles(tab).nth(0).focus()
  await tab.evaluate(() => window.finish())
  await tab.locator('.snippet').nth(2).waitFor()
  assert.deepEqual(await titles(tab).allTextContents(), ['第3个', '第2个', '第1个'])
  assert.ok(await focused(titles(tab).nth(2)))
})

inBrowser('chips narrow, stay when folded, and are cleared', phone, async (tab) => {
  await answers(tab, full)
  await tab.goto(reading())
  await open(tab, '访谈')
  const chip = (name) => tab.locator('.narrow-chip', { hasText: name })
  assert.ok(await chip('课程').isHidden())
  const fold = tab.locator('.fold-by')
  assert.equal(await fold.getAttribute('aria-expanded'), 'false')
  await fold.click()
  assert.equal(await fold.getAttribute('aria-expanded'), 'true')
  // Kinds come first, however the engine orders them.
  assert.match(await tab.locator('.narrow-row').first().textContent(), /课程/)
  await chip('案例').click()
  await tab.waitForFunction(() => document.querySelectorAll('[data-results] li').length === 9)
  assert.equal(await chip('案例').getAttribute('aria-pressed'), 'true')
  assert.ok(await focused(chip('案例')))
  await chip('探索').click()
  await tab.waitForFunction(() => window.asked.slice(-1)[0].where.phase)
  assert.deepEqual(await tab.evaluate(() => { const { kinds, where } = window.asked.pop(); return { kinds, where } }), { kinds: ['case'], where: { phase: ['a'] } })
  await fold.click()
  assert.ok(await chip('案例').isVisible())
  assert.ok(await chip('课程').isHidden())
  await tab.locator('.wide-again').click()
  await tab.waitForFunction(() => window.asked.slice(-1)[0].kinds === undefined)
  assert.equal(await tab.locator('[aria-pressed=true].narrow-chip').count(), 0)
})

inBrowser('the address of the page holds what is sought and how it is narrowed', desk, async (tab) => {
  await answers(tab, full)
  await tab.goto(finder())
  await field(tab).fill('访谈')
  await tab.locator('.narrow-chip', { hasText: '案例' }).click()
  await tab.waitForURL((url) => url.searchParams.get('kind') === 'case' && url.searchParams.get('q') === '访谈')
  await tab.reload()
  await tab.waitForFunction(() => document.querySelectorAll('[data-results] li').length === 9)
  assert.equal(await tab.locator('.narrow-chip[aria-pressed=true]').count(), 1)
  assert.equal(await tab.locator('.over').count(), 0)
  // The link in the bar leads to the field.
  await tab.locator('header a[data-do=find]').click()
  assert.ok(await focused(field(tab)))
  await field(tab).fill('')
  await tab.waitForURL((url) => url.search === '')
})

inBrowser('near words and whom to ask stand where nothing is found', desk, async (tab) => {
  await answers(tab, () => {
    window.linli.search = (query) => Promise.resolve({ total: 0, results: [], facets: [], nearest: query === '近' ? [] : [{ words: '近' }, { words: '<i>页</i>', url: 'zh/index.html' }] })
  })
  await tab.goto(reading())
  await open(tab)
  await field(tab).fill('没有的词')
  await tab.locator('.nothing a').waitFor()
  assert.equal(await tab.locator('.nothing a').textContent(), '<i>页</i>')
  assert.ok((await tab.locator('.over .other-ways a').count()) > 2)
  await tab.locator('.nothing .offer').first().click()
  assert.equal(await field(tab).inputValue(), '近')
})

inBrowser('what led somewhere is offered again, and forgotten when asked', desk, async (tab) => {
  await answers(tab, full)
  await tab.goto(reading())
  await open(tab, '只是打字')
  assert.deepEqual(await kept(tab), [])
  for (let at = 0; at < 10; at++) {
    await field(tab).fill(`第${at}次`)
    await tab.keyboard.press('Enter')
  }
  assert.deepEqual((await kept(tab)).slice(0, 2), ['第9次', '第8次'])
  assert.equal((await kept(tab)).length, 8)
  await field(tab).fill('')
  const offers = tab.locator('.recent .offer')
  await offers.nth(7).waitFor()
  await tab.locator('.recent .forget').first().click()
  assert.equal((await kept(tab))[0], '第8次')
  await offers.first().click()
  await titles(tab).first().waitFor()
  assert.equal(await field(tab).inputValue(), '第8次')
  await field(tab).fill('')
  await tab.locator('.recent > .btn').click()
  assert.deepEqual(await kept(tab), [])
  assert.ok(await tab.locator('.recent').isHidden())
  // Something else in its place does no harm.
  for (const broken of ['{', '{"a":1}', '[1,null,""]']) {
    await tab.evaluate((broken) => window.linli.keep('recent', broken), broken)
    await tab.reload()
    await field(tab).waitFor()
  }
})

// ---- trouble -------------------------------------------------------------------------------------

inBrowser('a piece of the index that is missing is said, and trying again helps once it is back', phone, async (tab) => {
  const missing = /\/search\/[^/]*\.js/
  await tab.route(missing, (route) => route.abort())
  await tab.goto(reading())
  await open(tab)
  await field(tab).fill(sought.title)
  await tab.locator('.failed').waitFor()
  assert.notEqual((await tab.locator('.failed p').textContent()).trim(), '')
  await tab.waitForFunction(() => document.querySelector('.over [role=status]').textContent === document.querySelector('.failed p').textContent)
  assert.equal(await tab.locator('.over .status').textContent(), '')
  await tab.unroute(missing)
  await tab.locator('.failed button').click()
  await titles(tab).first().waitFor()
  assert.ok(await tab.locator('.failed').isHidden())
}, { expected: /ERR_FAILED/ })

inBrowser('so is the engine itself', desk, async (tab) => {
  const engine = /\/assets\/search-[^/]*\.js$/
  await tab.route(engine, (route) => route.abort())
  await tab.goto(reading())
  await open(tab)
  await field(tab).fill(sought.title)
  await tab.locator('.failed').waitFor()
  await tab.unroute(engine)
  await tab.locator('.failed button').click()
  await titles(tab).first().waitFor()
}, { expected: /ERR_FAILED/ })

inBrowser('waiting is said only when it is long', desk, async (tab) => {
  await answers(tab, () => { window.linli.search = () => new Promise(() => {}) })
  await tab.goto(reading())
  await open(tab)
  await field(tab).fill('慢')
  await tab.waitForTimeout(150)
  assert.equal(await tab.locator('.over .status').textContent(), '')
  await tab.waitForFunction(() => document.querySelector('.over .status').textContent !== '')
})

inBrowser('hostile queries do nothing', desk, async (tab) => {
  await tab.goto(finder())
  const hostile = ['字'.repeat(10_000), '<img src=x onerror=alert(1)>', '"><script>alert(1)</script>', '👨‍👩‍👧‍👦🏳️‍🌈', '\ud800', '%', '%E4%', '，。！？', '\\', '[', '(', '*', '__proto__', 'constructor', '{}', '$&', '\u0000']
  for (const query of hostile) {
    await field(tab).evaluate((field, query) => { field.value = query; field.dispatchEvent(new Event('input', { bubbles: true })) }, query)
    await tab.keyboard.press('Enter')
    await field(tab).press('Enter')
    await tab.waitForTimeout(120)
    assert.ok(await tab.locator('.failed').isHidden(), query.slice(0, 20))
  }
  await tab.waitForTimeout(600)
  assert.equal(await tab.locator('[data-finder] img, [data-finder] script').count(), 0)
  await tab.goto(`${finder()}?q=${'%E5%AD%97'.repeat(1000)}&kind=__proto__&phase=%3Cb%3E`)
  await tab.waitForTimeout(300)
  assert.ok(await tab.locator('.failed').isHidden())
})

// ---- looks ---------------------------------------------------------------------------------------

for (const [width, height] of [[320, 640], [360, 740], [1280, 800]]) {
  for (const big of [0, 1]) {
    inBrowser(`${width} px wide${big ? ', in large text' : ''}: nothing is cut, small or hard to read`, { viewport: { width, height } }, async (tab) => {
      await answers(tab, full)
      for (const language of languages) {
        await tab.goto('about:blank')
        await tab.goto(address(`${language}/index.html?big=${big}`))
        await open(tab, '访谈')
        const fold = tab.locator('.fold-by')
        if (await fold.isVisible()) await fold.click()
        await tab.locator('.narrow-chip').first().click()
        const small = await tab.evaluate((least) => [...document.querySelectorAll('.over button, .over a, .over input')]
          .filter((one) => one.offsetParent && !one.closest('.results'))
          .map((one) => [one.textContent.slice(0, 20), one.getBoundingClientRect()])
          .filter(([, { width, height }]) => width < least - 0.5 || height < least - 0.5)
          .map(([text, { width, height }]) => `${text} ${width} × ${height}`), big ? 60 : 44)
        assert.deepEqual(small, [])
        const wide = await tab.evaluate(() => [document.querySelector('.over').scrollWidth - document.querySelector('.over').clientWidth, document.documentElement.scrollWidth - innerWidth])
        assert.ok(Math.max(...wide) <= 0, `${wide} px beside the screen`)
        for (const colorScheme of ['light', 'dark']) {
          await tab.emulateMedia({ colorScheme })
          assert.deepEqual(await axe(tab), [])
        }
        // Empty, with what was sought before.
        await tab.keyboard.press('Escape')
        await tab.evaluate(() => window.linli.keep('recent', JSON.stringify(['访谈', 'a long search that was made before'])))
        await open(tab)
        await field(tab).fill('')
        await tab.locator('.recent .offer').first().waitFor()
        assert.deepEqual(await axe(tab), [])
        await tab.evaluate(() => window.linli.keep('recent', null))
      }
    })
  }
}
