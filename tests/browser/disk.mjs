// The site opened from a disk or a USB stick: no server, no origin, and all of it works.
// And its styles and scripts, read for what old phones cannot read.
//
//   LINLI=… HANDBOOK=… CHROMIUM=… node --test disk.mjs      (tests/run sets them)

import assert from 'node:assert/strict'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { after, before, describe, test } from 'node:test'
import { tooNew } from './checks/engines.mjs'
import { launch, published, watchedPage } from './harness.mjs'

let browser, site
before(async () => {
  site = await published()
  browser = await launch()
})
after(async () => {
  await browser?.close()
  await site?.stop()
})

describe('from a disk', () => {
  let tab
  const file = (path) => pathToFileURL(join(site.site, path)).href
  before(async () => {
    // An address of a file has no origin of its own.
    tab = await watchedPage(await browser.newContext({ viewport: { width: 360, height: 740 } }), 'null')
    tab.setDefaultTimeout(10_000)
  })
  after(() => tab?.context().close())
  const refused = () => tab.evaluate(() => window.__refused)
  const faults = async () => [...tab.problems.filter((problem) => !/^request to another host: file:/.test(problem)), ...(await refused())]
  const follow = async (selector) => {
    const link = tab.locator(`${selector}:visible`).first()
    const address = await link.evaluate(({ href }) => href)
    await Promise.all([tab.waitForURL(address, { waitUntil: 'load' }), link.click()])
  }
  const styled = () => tab.evaluate(() => parseFloat(getComputedStyle(document.body).fontSize))

  test('the entry leads to a home page, and its links to a gallery, a page, the other language and back', async () => {
    await tab.goto(file('index.html'))
    await tab.waitForURL(/\/(zh|en)\/index\.html$/)
    assert.ok((await styled()) >= 18, 'the styles are not applied')
    await follow('nav.menu a[href$="/index.html"]:not([href$="../index.html"]):not([aria-current])')
    await follow('main article a[href$=".html"], main .list a[href$=".html"]')
    assert.ok((await styled()) >= 18, 'the styles are not applied on a page')
    const first = await tab.evaluate(() => document.documentElement.lang)
    if (await tab.locator('header a[hreflang]').count()) {
      await follow('header a[hreflang]')
      assert.notEqual(await tab.evaluate(() => document.documentElement.lang), first)
      await tab.goBack()
      assert.equal(await tab.evaluate(() => document.documentElement.lang), first)
    }
    assert.deepEqual(await faults(), [])
  })

  test('elder mode is remembered on the next page, and left again', async () => {
    const big = () => tab.evaluate(() => document.documentElement.classList.contains('big'))
    await tab.goto(file('zh/index.html'))
    const usual = await styled()
    await tab.locator('[data-do=big]').first().click()
    assert.ok(await big(), 'the button does not turn it on')
    // A disk's storage reaches the next page a moment later; nobody turns it sooner.
    await tab.waitForTimeout(300)
    assert.ok((await styled()) >= usual * 1.45, `text of ${usual} px becomes ${await styled()} px`)
    await follow('nav.menu a[href$="/index.html"]:not([aria-current])')
    assert.ok(await big(), 'the next page does not remember it')
    await tab.locator('[data-do=big]').first().click()
    assert.ok(!(await big()), 'the button does not turn it off')
    await tab.reload()
    assert.ok(!(await big()), 'it comes back after it was left')
    await tab.goto(`${file('zh/index.html')}?big=1`)
    assert.ok(await big(), '?big=1 does not open it')
    assert.deepEqual(await faults(), [])
  })

  test('the search finds a title', async () => {
    const page = site.pages.find(({ language, sort }) => language === 'zh' && ['module', 'case', 'page'].includes(sort))
    const title = readFileSync(page.file, 'utf8').match(/<h1[^>]*>(.*?)<\/h1>/s)[1].replace(/<[^>]+>/g, '').trim()
    await tab.goto(file('zh/search.html'))
    await tab.locator('input[type=search]:visible').first().fill(title)
    await tab.keyboard.press('Enter')
    // Among the results: a link to the page itself.
    await tab.locator(`main [data-results] a[href*="${page.path.split('/').pop()}"]:visible`).first().waitFor()
    assert.deepEqual(await faults(), [])
  })
})

describe('phones of 2019', () => {
  const assets = (ending) => readdirSync(join(site.site, 'assets')).filter((name) => name.endsWith(ending)).sort()
  const read = (name) => readFileSync(join(site.site, 'assets', name), 'utf8')

  test('read every style sheet', () => {
    const found = assets('.css').flatMap((name) => tooNew(read(name)).map((sentence) => `${name}: ${sentence}`))
    assert.ok(assets('.css').length > 0, 'there is no style sheet')
    assert.ok(found.length === 0, `${found.length} faults\n${found.join('\n')}`)
  })

  test('run every script: none is a module, and all are of 2017', async () => {
    const { parse } = await import('acorn')
    const found = []
    for (const name of assets('.js')) {
      try {
        parse(read(name), { ecmaVersion: 2017, sourceType: 'script' })
      } catch (error) {
        found.push(`${name}: ${error.message}`)
      }
    }
    for (const { path, file } of site.pages) {
      if (/<script\b[^>]*type=["']?module/i.test(readFileSync(file, 'utf8'))) found.push(`${path}: a script is a module`)
    }
    assert.equal(found.join('\n'), '')
  })
})
