// The preview in a browser, and the HTML of what is built.
//
//   LINLI=… HANDBOOK=… CHROMIUM=… node --test run.mjs       (tests/run sets them)

import assert from 'node:assert/strict'
import { appendFileSync, existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { after, before, describe, test } from 'node:test'
import { HtmlValidate } from 'html-validate'
import { build, copyOfHandbook, folder, handbook, launch, linli, Report, serve, watchedPage } from './harness.mjs'
import { rules } from './html-rules.mjs'
import { pagesOf } from './site.mjs'

let browser

before(async () => {
  assert.ok(existsSync(linli), `there is no program at ${linli}: run cargo build first`)
  assert.ok(existsSync(handbook), `there is no handbook at ${handbook}`)
  browser = await launch()
})
after(() => browser?.close())

describe('the preview', () => {
  const copy = folder()
  let server, file, page, language
  before(async () => {
    const content = copyOfHandbook(copy.path)
    language = ['zh', 'en'].find((name) => existsSync(join(content, name)))
    assert.ok(language, `${content} has neither zh/ nor en/`)
    file = join(content, language, 'browser-test.md')
    writeFileSync(file, '---\ntitle: Browser test\nstatus: draft\n---\n\nThe first words.\n')
    server = await serve(copy.path)
    page = await watchedPage(await browser.newContext(), new URL(server.url).origin)
    await page.goto(new URL(`${language}/browser-test.html`, server.url).href)
  })
  after(async () => {
    await page?.context().close()
    await server?.stop()
    copy.remove()
  })
  // The bar is attached to the page, perhaps folded: being there is what counts.
  const bar = () => page.locator('[data-code="unknown-block"]').first()

  test('shows a change as soon as it is saved', async () => {
    assert.match(await page.locator('body').innerText(), /The first words\./)
    appendFileSync(file, '\nWords that came later.\n')
    await page.getByText('Words that came later.').first().waitFor({ timeout: 10_000 })
  })

  test('shows a mistake and keeps the page', async () => {
    appendFileSync(file, '\n::: no-such-block\nText in it.\n:::\n')
    await bar().waitFor({ state: 'attached', timeout: 10_000 })
    const body = await page.locator('body').innerText()
    assert.match(body, /The first words\./)
    assert.match(body, /Words that came later\./)
  })

  test('forgets the mistake when it is mended', async () => {
    const text = readFileSync(file, 'utf8')
    writeFileSync(file, text.replace('::: no-such-block\nText in it.\n:::\n', 'All is well again.\n'))
    await page.getByText('All is well again.').first().waitFor({ timeout: 10_000 })
    await bar().waitFor({ state: 'detached', timeout: 10_000 })
    assert.deepEqual(page.problems, [])
  })
})

describe('the preview of somebody who types', () => {
  const home = folder()
  let server, context, alone
  const file = (name) => join(home.path, 'content/zh', name)
  const text = (title, body) => `---\ntitle: ${title}\n---\n\n${body}\n`
  const long = Array.from({ length: 40 }, (_, at) => `## 第 ${at} 节 {#s${at}}\n\n${'写给邻居看的话。'.repeat(30)}\n`)
  const form = '::: 表单 报名\n称呼：\n想来：□ 议事　□ 走访\n\n____\n____\n:::\n\n::: 测验\n- [ ] 先推门进去\n- [x] 退后一步\n:::\n'
  const full = (last) =>
    text('长页', [...long.slice(0, 20), form, ...long.slice(20), last].join('\n'))
  const open = async (path, within = context) => {
    const page = await watchedPage(within, new URL(server.url).origin)
    await page.goto(new URL(path, server.url).href)
    // What does not survive a reload tells whether there was one.
    await page.evaluate(() => (window.stayed = true))
    return page
  }
  /** Writes a new page and waits until it can be opened. */
  const write = async (name, content) => {
    writeFileSync(file(name), content)
    const address = new URL(`zh/${name.replace('.md', '.html')}`, server.url)
    const end = Date.now() + 10_000
    while ((await fetch(address)).status !== 200) assert.ok(Date.now() < end, `${address} did not come`)
  }
  const stayed = (page) => page.evaluate(() => window.stayed === true)
  const faults = (page) => page.problems.filter((problem) => !/ 404|404 /.test(problem))

  before(async () => {
    mkdirSync(join(home.path, 'content/zh/cases'), { recursive: true })
    writeFileSync(join(home.path, 'content/handbook.yaml'), 'id: test\ntitle: 社区手册\nlanguages: [zh]\n')
    writeFileSync(file('index.md'), text('社区手册', '欢迎。'))
    writeFileSync(file('cases/index.md'), text('案例', '都在这里。'))
    writeFileSync(file('long.md'), full('完。'))
    for (let at = 0; at < 7; at++) writeFileSync(file(`p${at}.md`), text(`第 ${at} 页`, '开头。'))
    server = await serve(home.path)
    context = await browser.newContext({ viewport: { width: 900, height: 700 } })
  })
  after(async () => {
    await context?.close()
    await server?.stop()
    home.remove()
  })

  test('keeps the place, what is open and what was typed when a page reloads', async () => {
    const page = await open('zh/long.html')
    const field = page.locator('main input[type=text]').first()
    const area = page.locator('main textarea').first()
    const boxes = page.locator('main .block-form input[type=checkbox]')
    await field.fill('王阿姨')
    await area.fill('一行\n两行')
    await boxes.nth(1).check()
    await page.locator('main details').first().evaluate((details) => (details.open = true))
    await page.evaluate(() => document.getElementById('s30').scrollIntoView())
    const place = () => page.evaluate(() => Math.round(document.getElementById('s30').getBoundingClientRect().top))
    const before = await place()
    // Above what is looked at, so that the page grows there.
    const grown = full('写完了。').replace('## 第 3 节', '多出来的一大段话。\n\n'.repeat(6) + '## 第 3 节')
    writeFileSync(file('long.md'), grown)
    await page.getByText('写完了。').first().waitFor({ state: 'attached', timeout: 10_000 })
    await page.waitForLoadState('load')
    await page.waitForFunction((top) => Math.abs(document.getElementById('s30').getBoundingClientRect().top - top) < 3, before, { timeout: 5_000 })
    assert.equal(await stayed(page), false)
    assert.equal(await field.inputValue(), '王阿姨')
    assert.equal(await area.inputValue(), '一行\n两行')
    assert.deepEqual(await boxes.evaluateAll((boxes) => boxes.map((box) => box.checked)), [false, true])
    assert.equal(await page.locator('main details').first().evaluate((details) => details.open), true)
    assert.deepEqual(faults(page), [])
    // Kept for one reload: whoever opens the page anew gets it as it is.
    const another = await open('zh/long.html')
    assert.equal(await another.locator('main input[type=text]').first().inputValue(), '')
    await another.close()
    await page.close()
  })

  test('leaves the pages alone that did not change', async () => {
    const [one, other] = [await open('zh/p0.html'), await open('zh/p1.html')]
    appendFileSync(file('p0.md'), '\n又一句。\n')
    await one.getByText('又一句。').first().waitFor({ timeout: 10_000 })
    assert.equal(await stayed(other), true)
    assert.deepEqual([...faults(one), ...faults(other)], [])
    await one.close()
    await other.close()
  })

  test('renews the bar without a reload when only problems changed, and keeps it open', async () => {
    // A field nobody knows is shown nowhere: the page stays byte for byte the same.
    const head = (more) => `---\ntitle: 栏\n${more}---\n\n正文。\n`
    await write('bar.md', head('nosuchfield: 1\n'))
    const page = await open('zh/bar.html')
    const bar = page.locator('.linli-bar[data-of=page]')
    await bar.locator('summary').click()
    const problems = bar.locator('.linli-problems > li')
    assert.equal(await problems.count(), 1)
    writeFileSync(file('bar.md'), head('nosuchfield: 1\nanotherone: 2\n'))
    await problems.nth(1).waitFor({ timeout: 10_000 })
    assert.equal(await stayed(page), true, 'it reloaded')
    assert.equal(await bar.evaluate((details) => details.open), true)
    writeFileSync(file('bar.md'), head(''))
    await bar.waitFor({ state: 'detached', timeout: 10_000 })
    assert.equal(await stayed(page), true, 'it reloaded')
    writeFileSync(file('bar.md'), head('nosuchfield: 1\n'))
    await bar.waitFor({ timeout: 10_000 })
    assert.equal(await page.locator('.linli-bars').evaluate((bars) => getComputedStyle(bars).position), 'sticky', 'it has its style')
    // On a phone it leaves what the theme has at the lower edge in sight, and two bars do not cover each other.
    writeFileSync(file('../facts.yaml'), 'nothing: [\n')
    const other = page.locator('.linli-bar[data-of=all]')
    await other.waitFor({ timeout: 10_000 })
    await page.setViewportSize({ width: 360, height: 700 })
    await page.waitForTimeout(200)
    const reached = (locator) =>
      locator.evaluate((element) => {
        const { left, top, width, height } = element.getBoundingClientRect()
        const met = document.elementFromPoint(left + width / 2, top + height / 2)
        return element === met || element.contains(met)
      })
    for (const seen of [bar.locator('summary'), other.locator('summary'), page.locator('.bottom a').first()]) {
      assert.equal(await reached(seen), true, `${seen} is covered`)
    }
    rmSync(file('../facts.yaml'))
    assert.deepEqual(await page.evaluate(() => window.__refused), [])
    assert.deepEqual(faults(page), [])
    await page.close()
  })

  test('a problem’s place can be copied, and opens the editor where one is named', async () => {
    await write('place.md', text('位置', '看[别处](gone.md)。'))
    const reader = await browser.newContext()
    await reader.grantPermissions(['clipboard-read', 'clipboard-write'])
    const page = await open('zh/place.html', reader)
    await page.locator('.linli-bar summary').click()
    assert.equal(await page.locator('.linli-problems a').count(), 0)
    await page.getByRole('button', { name: '复制位置' }).click()
    await page.getByRole('button', { name: '已复制' }).waitFor({ timeout: 5_000 })
    assert.match(await page.evaluate(() => navigator.clipboard.readText()), /zh\/place\.md:5:2$/)
    assert.deepEqual(faults(page), [])
    process.env.LINLI_EDITOR = 'vscode'
    alone = await serve(home.path)
    delete process.env.LINLI_EDITOR
    await page.goto(new URL('zh/place.html', alone.url).href)
    await page.locator('.linli-bar summary').click()
    const link = await page.locator('.linli-problems a').first().getAttribute('href')
    assert.match(link, /^vscode:\/\/file\/.*\/content\/zh\/place\.md:5:2$/)
    assert.equal(await page.getByRole('button', { name: '复制位置' }).count(), 0)
    assert.deepEqual(await page.evaluate(() => window.__refused), [])
    await reader.close()
    await alone.stop()
  })

  test('says where a page went that was moved or deleted under an open tab', async () => {
    await write('moves.md', text('会搬家', '原来在外面。'))
    await write('cases/goes.md', text('会删掉', `一个案例。\n\n${long.join('\n')}`))
    const linkOfGone = async (path) => {
      await page.waitForFunction((wished) => location.pathname.endsWith(wished) && document.querySelector('.linli-gone'), path, { timeout: 10_000 })
      return page.locator('.linli-gone a').getAttribute('href')
    }
    const page = await open('zh/moves.html')
    renameSync(file('moves.md'), file('cases/moves.md'))
    assert.equal(await linkOfGone('zh/moves.html'), '/zh/cases/moves.html')
    await page.locator('.linli-gone a').click()
    await page.getByText('原来在外面。').first().waitFor({ timeout: 5_000 })
    await page.goto(new URL('zh/cases/goes.html', server.url).href)
    await page.evaluate(() => document.getElementById('s30').scrollIntoView())
    rmSync(file('cases/goes.md'))
    assert.equal(await linkOfGone('zh/cases/goes.html'), '/zh/cases/index.html')
    const note = await page.locator('.linli-gone').boundingBox()
    assert.ok(note.y >= 0 && note.y < 100, `the note stands at ${note.y}, out of sight`)
    // It is a page again as soon as it is back.
    writeFileSync(file('cases/goes.md'), text('会删掉', '又回来了。'))
    await page.getByText('又回来了。').first().waitFor({ timeout: 10_000 })
    assert.deepEqual(faults(page), [])
    await page.close()
  })

  test('shows each of seven open pages its change', async () => {
    const many = await browser.newContext()
    const pages = []
    for (let at = 0; at < 7; at++) pages.push(await open(`zh/p${at}.html`, many))
    // In a headless browser all seven are in sight: more than it has connections to one host.
    for (let at = 0; at < 7; at++) appendFileSync(file(`p${at}.md`), `\n第 ${at} 页的新话。\n`)
    for (const [at, page] of pages.entries()) {
      await page.bringToFront()
      await page.getByText(`第 ${at} 页的新话。`).first().waitFor({ timeout: 20_000 })
    }
    // And one more can still be opened.
    await (await open('zh/index.html', many)).getByText('欢迎。').first().waitFor({ timeout: 10_000 })
    // Hidden tabs hear of it when they are shown again.
    const hide = (page, state) =>
      page.evaluate((state) => {
        Object.defineProperty(document, 'visibilityState', { configurable: true, get: () => state })
        document.dispatchEvent(new Event('visibilitychange'))
      }, state)
    for (const page of pages) await hide(page, 'hidden')
    for (let at = 0; at < 7; at++) appendFileSync(file(`p${at}.md`), `\n第 ${at} 页的晚些时候。\n`)
    for (const [at, page] of pages.entries()) {
      await hide(page, 'visible')
      await page.getByText(`第 ${at} 页的晚些时候。`).first().waitFor({ timeout: 20_000 })
      await hide(page, 'hidden')
    }
    for (const page of pages) assert.deepEqual(faults(page), [])
    await many.close()
  })
})

describe('the built site', () => {
  const out = folder()
  after(() => out.remove())

  test('every file', { timeout: 1_200_000 }, async (t) => {
    const site = process.env.SITE ?? join(out.path, 'site')
    if (!process.env.SITE) build(site)
    const pages = pagesOf(site)
    assert.ok(pages.length > 1, `only ${pages.length} HTML file was built`)
    const validator = new HtmlValidate(rules)
    const report = new Report(['is valid HTML'])
    for (const page of pages) {
      const { results } = await validator.validateFile(page.file)
      const messages = results.flatMap((result) => result.messages)
      report.add('is valid HTML', page, messages.map(({ line, column, ruleId, message }) => `${line}:${column} ${ruleId}: ${message}`))
    }
    await report.tell(t)
  })
})
