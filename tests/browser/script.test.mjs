// What the scripts of the default theme do, on small pages made here: over http under the site's
// own security policy, and from a disk. No handbook is built.

import assert from 'node:assert/strict'
import { createServer } from 'node:http'
import { mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs'
import { dirname, join, normalize } from 'node:path'
import { after, before, test } from 'node:test'
import { pathToFileURL } from 'node:url'
import { gzipSync } from 'node:zlib'
import * as acorn from 'acorn'
import { build, folder, launch, root } from './harness.mjs'

const assets = join(root, 'themes/default/assets')
/** The files as they are written, by their path; a folder holds the parts of one script. */
const sources = readdirSync(assets, { recursive: true, withFileTypes: true })
  .filter((entry) => entry.isFile() && entry.name.endsWith('.js'))
  .map((entry) => join(entry.parentPath ?? entry.path, entry.name))
/** The scripts as a site has them, by the name the templates use. */
const scripts = {}
const policy =
  "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; media-src 'self'; manifest-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'"

// ---- the pages -----------------------------------------------------------------------------------

/** A page as the templates make it. `more` are scripts besides the three that all pages have. */
function page(main, { more = [], body = '', lang = 'zh-Hans' } = {}) {
  const tags = ['site.js', 'aloud.js', ...more].map((name) => `<script src="../../assets/${name}" defer></script>`).join('\n')
  return `<!doctype html>
<html lang="${lang}" data-handbook="try" data-root="../../">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<script src="../../assets/start.js"></script><link rel="stylesheet" href="../../assets/try.css"><title>试</title>
${tags}</head>
<body data-handbook="try" data-kind="module" data-label-untick="清除勾选" ${body}>
<header><button type="button" class="btn js-only" data-do="big"><span class="to-big">大字</span><span class="from-big">标准字</span></button>
<button type="button" class="btn js-only" data-do="aloud" data-how="在浏览器打开" data-none="没有中文朗读" data-label-player="朗读" data-label-pause="停一下" data-label-continue="接着读" data-label-back="上一句" data-label-forward="下一句" data-label-slower="慢一点" data-label-faster="快一点" data-label-close="不读了" data-label-now="速度">朗读</button></header>
${main}
<footer><button type="button" data-do="text" data-step="-1">－</button><output data-text-now>0</output><button type="button" data-do="text" data-step="1">＋</button></footer>
</body></html>
`
}

const style = `html:not(.js) .js-only, [hidden] { display: none !important }
html.big { font-size: 150% } .share { display: none } .share:target, .share.open { display: block }
.player { position: fixed; bottom: 0; left: 0; right: 0; background: #fff } .tall { height: 3000px }
@supports selector(:has(*)) { .gallery:has([value="1-1"]:checked) [data-facet-list] > li:not([data-facets~="1-1"]) { display: none } }
`

const many = (count, text) => Array.from({ length: count }, (_, at) => `<p>${text}${at}</p>`).join('\n')
const inMain = (text, more = 'data-page="zh/modules/a.html" data-title="需求访谈"') => `<main id=":main" ${more}><article>${text}</article></main>`

const lesson = page(
  inMain(`<div data-aloud><h1>需求<wbr>访谈</h1><p class="lead">先听，<b>再</b>问！“好。”他说：“会……，等我。”，又说</p><nav>不读</nav><p hidden>也不读</p></div>
<p class="last-read" data-resume hidden><span>上次读到：</span><a></a></p>
<div class="text" data-aloud><h2 id="一">开头</h2><p>第一句。第二句<a href="#二">有链接</a>。</p><p lang="en">Ask Dr. Wu first. Then write.</p><button>不读</button>
<ul id="ticks"><li><label class="tick"><input type="checkbox"> <span>借钥匙</span></label></li><li><label class="tick"><input type="checkbox" checked> <span>烧水</span></label></li><li><label class="tick"><input type="checkbox"> <span>借钥匙</span></label></li></ul>
<ul><li><input type="checkbox" disabled>别动</li></ul>
<form class="block-form"><p><input type="text" id="name"></p><p><label><input type="checkbox" id="yes">来</label></p><p><textarea id="more" rows="2"></textarea></p><button type="reset" data-do="clear-form">重填</button><button id="send">送</button></form>
<details id="folded"><summary>看答案</summary><p>藏着的话。</p></details>
${many(40, '中间的话，')}<h2 id="二">后半</h2>${many(60, '后面的话，')}</div>
<p class="do"><button type="button" data-do="print" data-how="这里不能打印">打印</button> <a class="btn" href="#:share" data-do="share">分享</a></p>
<p class="told" role="status" data-told hidden></p>
<div class="share" id=":share" data-share tabindex="-1"><p class="do"><button type="button" data-do="share-native" hidden>发给别人</button> <button type="button" data-do="copy" data-done="已复制" data-url="https://handbook.example/zh/modules/a.html">复制网址</button></p></div>`) +
    `<nav data-path="worker"><a rel="prev" href="../modules/b.html#x">上</a><a rel="next" href="../modules/c.html">下</a></nav>
<nav data-path="volunteer"><a rel="next" href="../modules/d.html">下</a></nav>`,
  { more: ['reading.js'] },
)

const home = page(
  `<main id=":main" data-page="zh/index.html"><h1>手册</h1><p class="last-read" data-last hidden><span>接着上次读：</span><a href="#:main"></a></p>
<p class="notice overdue" id="past" data-due="2024-07-15" hidden>过期</p><p class="notice overdue" id="coming" data-due="2999-01-01" hidden>没过期</p>
<section data-shelf id="some"><ul><li data-until="2020-01-01" id="gone">旧</li><li data-until="2999-01-01" id="ahead">新</li></ul></section>
<section data-shelf id="none"><ul><li data-until="2020-01-01">旧</li></ul></section>
<ol data-path-items="worker"><li><a href="../modules/a.html">一</a></li></ol></main>`,
  { more: ['reading.js'], body: 'data-template="home"' },
)

const gallery = page(
  `<main class="gallery"><form class="facets" data-facets><label><input type="radio" name="f1" value="" checked>全部</label><label><input type="radio" name="f1" value="1-1">甲</label><label><input type="radio" name="f1" value="1-2">乙</label>
<label><input type="radio" name="f2" value="" checked>全部</label><label><input type="radio" name="f2" value="2-1">丙</label>
<span role="status" data-count data-text="显示 {} 个，共 {} 个"></span><button type="reset">重新挑</button></form><p data-none hidden>没有</p>
<ul data-facet-list><li data-facets="1-1 2-1">一</li><li data-facets="1-2">二</li><li>三</li></ul><a id="away" href="home.html">走</a></main>`,
  { more: ['reading.js'] },
)

// ---- opening them --------------------------------------------------------------------------------

const place = folder()
const site = join(place.path, 'site')
let browser
let server
let address

before(async () => {
  const files = { 'assets/try.css': style }
  for (const [name, text] of Object.entries({ lesson, home, gallery })) files[`zh/modules/${name}.html`] = text
  build(join(place.path, 'built'))
  for (const name of readdirSync(join(place.path, 'built/assets')).filter((name) => name.endsWith('.js'))) {
    scripts[name.replace(/-[0-9a-f]{8}\.js$/, '.js')] = readFileSync(join(place.path, 'built/assets', name), 'utf8')
  }
  for (const [name, text] of Object.entries(scripts)) files[`assets/${name}`] = text
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(site, path)), { recursive: true })
    writeFileSync(join(site, path), text)
  }
  const types = { html: 'text/html; charset=utf-8', js: 'text/javascript; charset=utf-8', css: 'text/css' }
  server = createServer((request, answer) => {
    const path = normalize(decodeURIComponent(new URL(request.url, 'http://x').pathname))
    try {
      const bytes = readFileSync(join(site, path))
      answer.writeHead(200, { 'content-type': types[path.split('.').pop()] ?? 'application/octet-stream' }).end(bytes)
    } catch {
      answer.writeHead(404).end()
    }
  })
  await new Promise((started) => server.listen(0, '127.0.0.1', started))
  address = `http://127.0.0.1:${server.address().port}/zh/modules/`
  browser = await launch()
})

after(async () => {
  await browser?.close()
  server?.close()
  server?.closeAllConnections?.()
  place.remove()
})

const disk = pathToFileURL(join(site, 'zh/modules')).href + '/'

/** A test in a new browser profile; whatever goes wrong in a page fails it. */
function inBrowser(name, tries, options = {}) {
  test(name, async () => {
    const context = await browser.newContext({ viewport: { width: 390, height: 700 }, ...options })
    const problems = []
    context.on('weberror', (error) => problems.push(`script error: ${error.error().message}`))
    context.on('console', (message) => {
      if (message.type() === 'error' && !/favicon/.test(message.location().url)) problems.push(message.text())
    })
    context.on('request', (request) => {
      if (!request.url().startsWith(new URL(address).origin) && !request.url().startsWith('file:')) problems.push(`request to ${request.url()}`)
    })
    context.setDefaultTimeout(8_000)
    try {
      const tab = await context.newPage()
      await tries(tab, context)
      assert.deepEqual(problems, [])
    } finally {
      await context.close()
    }
  })
}

const kept = (tab) => tab.evaluate(() => JSON.stringify(localStorage))
const does = (tab, what) => tab.locator(`[data-do=${what}]`).first().click()
const wide = (tab, name) => tab.evaluate((name) => document.documentElement.classList.contains(name), name)

// ---- the files -----------------------------------------------------------------------------------

test('old engines can read the scripts, and they are light', () => {
  for (const path of sources) {
    const text = readFileSync(path, 'utf8')
    assert.ok(text.split('\n').length <= 301, `${path} is longer than 300 lines`)
    // It would be kept as it is, comments and all.
    assert.ok(!text.includes('`'), path)
  }
  const weights = {}
  for (const [name, text] of Object.entries(scripts)) {
    acorn.parse(text, { ecmaVersion: 2017, sourceType: 'script' })
    // Only what keeps the handbook offline fetches, and only when asked to.
    if (name !== 'keep.js') assert.doesNotMatch(text, /\bfetch\(/, name)
    assert.doesNotMatch(text, /XMLHttpRequest|sendBeacon|innerHTML|\\p\{|\(\?<[=!]|^\s*\/\//m, name)
    weights[name] = gzipSync(text, { level: 9 }).length
  }
  const weigh = (names) => names.reduce((sum, name) => sum + weights[name], 0)
  // The bar is for what is there before search opens, or the handbook is kept.
  const search = ['find.js', 'found.js', 'search.js']
  const before = Object.keys(scripts).filter((name) => !search.includes(name) && name !== 'keep.js')
  assert.ok(weigh(before) <= 13 * 1024, `the scripts weigh ${weigh(before)} bytes`)
  assert.ok(weigh(search) <= 17 * 1024, `the scripts of the search weigh ${weigh(search)} bytes`)
  const read = weigh(['start.js', 'site.js', 'reading.js', 'aloud.js'])
  assert.ok(read <= 11 * 1024, `the scripts of a page weigh ${read} bytes`)
})

// ---- how the page looks --------------------------------------------------------------------------

inBrowser('large text is remembered, keeps the place, and a QR code can ask for it', async (tab) => {
  await tab.goto(address + 'lesson.html')
  assert.ok(await wide(tab, 'js'))
  assert.ok(!(await wide(tab, 'big')))
  await tab.evaluate(() => document.getElementById('二').scrollIntoView())
  const top = () => tab.evaluate(() => document.getElementById('二').getBoundingClientRect().top)
  const was = await top()
  const button = tab.locator('[data-do=big]')
  await button.evaluate((button) => button.click())
  assert.ok(await wide(tab, 'big'))
  await tab.waitForTimeout(100)
  assert.ok(Math.abs((await top()) - was) < 3, `moved from ${was} to ${await top()}`)
  await tab.goto(address + 'home.html')
  assert.ok(await wide(tab, 'big'))
  await tab.goto(address + 'lesson.html?big=0')
  assert.ok(!(await wide(tab, 'big')))
  await tab.goto(address + 'lesson.html?big=1&x=1#二')
  assert.ok(await wide(tab, 'big'))
  await button.evaluate((button) => button.click())
  assert.match(tab.url(), /lesson\.html\?x=1#/)
  await tab.reload()
  assert.ok(!(await wide(tab, 'big')))
})

inBrowser('text has five sizes, and the buttons say where they end', async (tab) => {
  await tab.goto(address + 'lesson.html')
  const [smaller, larger] = [tab.locator('[data-step="-1"]'), tab.locator('[data-step="1"]')]
  assert.equal(await smaller.getAttribute('aria-disabled'), 'true')
  for (let at = 0; at < 6; at++) await larger.click({ force: true })
  assert.equal(await tab.locator('html').getAttribute('data-text'), '4')
  assert.equal(await tab.locator('[data-text-now]').textContent(), '4')
  assert.equal(await larger.getAttribute('aria-disabled'), 'true')
  await tab.reload()
  assert.equal(await tab.locator('html').getAttribute('data-text'), '4')
  for (let at = 0; at < 4; at++) await smaller.click()
  assert.equal(await tab.locator('html').getAttribute('data-text'), null)
})

// ---- what is kept --------------------------------------------------------------------------------

inBrowser('ticks are kept by their words; what stands in forms is not', async (tab) => {
  await tab.goto(address + 'lesson.html')
  const boxes = tab.locator('#ticks input')
  const untick = tab.locator('[data-do=untick]')
  assert.equal(await untick.count(), 1)
  await boxes.nth(2).check()
  await boxes.nth(1).uncheck()
  await tab.locator('#name').fill('王阿姨的秘密')
  await tab.locator('#yes').check()
  await tab.locator('#more').fill('另一个秘密')
  const states = () => boxes.evaluateAll((all) => all.map((box) => box.checked))
  await tab.reload()
  assert.deepEqual(await states(), [false, false, true])
  assert.equal(await tab.locator('#yes').isChecked(), false)
  assert.doesNotMatch(await kept(tab), /秘密/)
  assert.match(await kept(tab), /linli:try:ticks/)
  // A line put in before shifts nothing.
  await tab.route('**/lesson.html', async (route) => {
    const text = lesson.replace('<ul id="ticks">', '<ul id="ticks"><li><label><input type="checkbox"> <span>新的一行</span></label></li>')
    await route.fulfill({ body: text, contentType: 'text/html; charset=utf-8' })
  })
  await tab.reload()
  assert.deepEqual(await states(), [false, false, false, true])
  await untick.click()
  assert.deepEqual(await states(), [false, false, false, false])
  assert.ok(await untick.isHidden())
  assert.equal(await boxes.first().evaluate((box) => box === document.activeElement), true)
})

const blocked = () => Object.defineProperty(window, 'localStorage', { get: () => { throw new DOMException('no', 'SecurityError') } })

for (const [how, refuse] of [
  ['closed', blocked],
  ['full', () => { Storage.prototype.setItem = () => { throw new DOMException('full', 'QuotaExceededError') } }],
]) {
  inBrowser(`with ${how} storage everything still works for this visit`, async (tab) => {
    await tab.addInitScript(refuse)
    await tab.goto(address + 'lesson.html?big=1&path=worker')
    assert.ok(await wide(tab, 'big'))
    assert.ok(await tab.locator('nav[data-path=volunteer]').isHidden())
    await does(tab, 'big')
    assert.ok(!(await wide(tab, 'big')))
    await tab.locator('[data-step="1"]').click()
    assert.equal(await tab.locator('html').getAttribute('data-text'), '1')
    await tab.locator('#ticks input').first().check()
    await tab.locator('[data-do=untick]').click()
    assert.equal(await tab.locator('#ticks input').first().isChecked(), false)
    await tab.goto(address + 'home.html')
    assert.ok(await tab.locator('[data-last]').isHidden())
  })
}

inBrowser('the home page and the page itself lead back to where one was', async (tab) => {
  await tab.goto(address + 'lesson.html')
  await tab.evaluate(() => window.scrollTo(0, 100))
  await tab.waitForTimeout(1300)
  assert.equal(await tab.evaluate(() => localStorage.getItem('linli:try:last')), null)
  await tab.evaluate(() => document.getElementById('二').scrollIntoView())
  await tab.waitForTimeout(1400)
  await tab.goto(address + 'home.html')
  const last = tab.locator('[data-last] a')
  assert.equal(await last.textContent(), '需求访谈 · 后半')
  assert.equal(await last.getAttribute('href'), '../../zh/modules/a.html#%E4%BA%8C')
  await tab.goto(address + 'lesson.html')
  const resume = tab.locator('[data-resume] a')
  assert.equal(await resume.textContent(), '后半')
  await resume.click()
  assert.ok(await tab.evaluate(() => window.pageYOffset > 500))
})

inBrowser('a learning path is followed from page to page', async (tab) => {
  await tab.goto(address + 'lesson.html')
  const [worker, volunteer] = [tab.locator('nav[data-path=worker]'), tab.locator('nav[data-path=volunteer]')]
  assert.ok((await worker.isVisible()) && (await volunteer.isVisible()))
  assert.equal(await worker.locator('[rel=prev]').getAttribute('href'), '../modules/b.html?path=worker#x')
  await tab.goto(address + 'lesson.html?path=worker')
  assert.ok((await worker.isVisible()) && (await volunteer.isHidden()))
  assert.equal(await worker.getAttribute('data-followed'), '')
  await tab.goto(address + 'lesson.html')
  assert.ok(await volunteer.isHidden())
  await tab.goto(address + 'lesson.html?path=other')
  assert.ok((await worker.isVisible()) && (await volunteer.isVisible()))
  await tab.goto(address + 'home.html')
  assert.equal(await tab.locator('[data-path-items] a').getAttribute('href'), '../modules/a.html?path=worker')
})

// ---- dates and choices ---------------------------------------------------------------------------

inBrowser('what is overdue is said, what is over is gone', async (tab) => {
  await tab.goto(address + 'home.html')
  const seen = await tab.evaluate(() => ['past', 'coming', 'gone', 'ahead', 'some', 'none'].map((id) => !document.getElementById(id).hidden))
  assert.deepEqual(seen, [true, false, false, true, true, false])
})

inBrowser('a gallery is narrowed, counted, reset, and found as it was on coming back', async (tab) => {
  await tab.goto(address + 'gallery.html')
  const shown = () => tab.locator('[data-facet-list] li:visible').allTextContents()
  const count = tab.locator('[data-count]')
  assert.equal(await count.textContent(), '显示 3 个，共 3 个')
  await tab.locator('[value="1-1"]').check()
  assert.deepEqual(await shown(), ['一'])
  assert.equal(await count.textContent(), '显示 1 个，共 3 个')
  await tab.locator('[value="1-2"]').check()
  await tab.locator('[value="2-1"]').check()
  assert.deepEqual(await shown(), [])
  assert.ok(await tab.locator('p[data-none]').isVisible())
  await tab.locator('[type=reset]').click()
  await tab.getByText('显示 3 个').waitFor()
  assert.equal((await shown()).length, 3)
  await tab.locator('[value="1-2"]').check()
  await tab.locator('#away').click()
  await tab.goBack()
  await tab.getByText('显示 1 个').waitFor()
  assert.ok(await tab.locator('[value="1-2"]').isChecked())
  assert.deepEqual(await shown(), ['二'])
})

inBrowser('without script a gallery is narrowed too, and nothing dead is shown', async (tab) => {
  await tab.goto(address + 'gallery.html')
  await tab.locator('[value="1-1"]').check()
  assert.deepEqual(await tab.locator('[data-facet-list] li:visible').allTextContents(), ['一'])
  await tab.goto(address + 'lesson.html')
  assert.ok(await tab.locator('[data-do=big]').isHidden())
  await tab.locator('[data-do=share]').click()
  assert.ok(await tab.locator('[data-share]').isVisible())
}, { javaScriptEnabled: false })

// ---- passing on, printing, forms -----------------------------------------------------------------

inBrowser('sharing opens in place, closes with Escape, and copies the address', async (tab, context) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write'], { origin: new URL(address).origin })
  await tab.goto(address + 'lesson.html')
  const [share, panel] = [tab.locator('[data-do=share]'), tab.locator('[data-share]')]
  await share.click()
  assert.ok(await panel.isVisible())
  assert.equal(await share.getAttribute('aria-expanded'), 'true')
  assert.doesNotMatch(tab.url(), /#/)
  await tab.locator('[data-do=copy]').click()
  await tab.getByText('已复制').waitFor()
  assert.equal(await tab.evaluate(() => navigator.clipboard.readText()), 'https://handbook.example/zh/modules/a.html')
  await tab.keyboard.press('Escape')
  assert.ok(await panel.isHidden())
  assert.ok(await share.evaluate((share) => share === document.activeElement))
  await tab.keyboard.press('Space')
  assert.ok(await panel.isVisible())
  // Opened by its address, as without script, it closes as well.
  await tab.goto(address + 'home.html')
  await tab.goto(address + 'lesson.html#:share')
  assert.ok(await panel.isVisible())
  await share.click()
  assert.ok(await panel.isHidden())
})

inBrowser('where copying is refused the address lies there selected', async (tab) => {
  await tab.addInitScript(() => {
    Object.defineProperty(navigator, 'clipboard', { value: undefined })
    document.execCommand = () => false
  })
  await tab.goto(address + 'lesson.html')
  await does(tab, 'share')
  await does(tab, 'copy')
  const field = tab.locator('.address-field')
  assert.equal(await field.inputValue(), 'https://handbook.example/zh/modules/a.html')
  assert.equal(await field.evaluate((field) => field.selectionEnd - field.selectionStart), 42)
})

inBrowser('printing opens what is folded, prints what was typed, and puts all back', async (tab) => {
  await tab.addInitScript(() => { window.print = () => { window.printed = (window.printed ?? 0) + 1 } })
  await tab.goto(address + 'lesson.html')
  const text = Array.from({ length: 12 }, (_, at) => `第${at}行`).join('\n')
  await tab.locator('#more').fill(text)
  assert.ok(await tab.locator('#more').evaluate((area) => area.scrollHeight <= area.clientHeight + 1), 'the field has grown')
  const before = await tab.locator('body').innerHTML()
  await does(tab, 'print')
  assert.equal(await tab.evaluate(() => window.printed), 1)
  await tab.evaluate(() => window.dispatchEvent(new Event('beforeprint')))
  assert.ok(await tab.getByText('藏着的话').isVisible())
  assert.equal(await tab.locator('.typed').innerText(), text)
  assert.ok(await tab.locator('#more').isHidden())
  await tab.evaluate(() => window.dispatchEvent(new Event('afterprint')))
  assert.equal((await tab.locator('body').innerHTML()).replace(/ open=""/g, ''), before)
  assert.equal(await tab.locator('#more').inputValue(), text)
})

inBrowser('a chat app is told that it cannot print', async (tab) => {
  await tab.goto(address + 'lesson.html')
  await does(tab, 'print')
  await tab.getByText('这里不能打印').waitFor()
  assert.equal(await tab.locator('[data-told]').count(), 1)
}, { userAgent: 'Mozilla/5.0 (Linux; Android 12) AppleWebKit/537.36 Chrome/107 Mobile MicroMessenger/8.0.40' })

inBrowser('a form goes nowhere and can be emptied', async (tab) => {
  await tab.goto(address + 'lesson.html')
  await tab.locator('#name').fill('王')
  await tab.locator('#send').click()
  await tab.locator('#name').press('Enter')
  assert.equal(tab.url(), address + 'lesson.html')
  await does(tab, 'clear-form')
  assert.equal(await tab.locator('#name').inputValue(), '')
})

// ---- reading aloud -------------------------------------------------------------------------------

/** A voice that says nothing and waits: `spoken` is what it was asked to say, `finish()` ends a sentence. */
function voices(languages) {
  const spoken = (window.spoken = [])
  let now = null
  const synth = {
    speaking: false,
    pending: false,
    getVoices: () => languages.map((lang) => ({ lang, name: lang, localService: true })),
    speak(words) {
      now = words
      synth.speaking = true
      spoken.push({ text: words.text, lang: words.lang, rate: words.rate, voice: words.voice?.lang })
      setTimeout(() => words.onstart?.({}), 0)
    },
    cancel() {
      const old = now
      now = null
      synth.speaking = false
      setTimeout(() => old?.onerror?.({ error: 'interrupted' }), 0)
    },
  }
  window.finish = () => {
    synth.speaking = false
    now?.onend?.({})
  }
  Object.defineProperty(window, 'speechSynthesis', { value: synth })
  window.SpeechSynthesisUtterance = function (text) { this.text = text }
}

const texts = (tab) => tab.evaluate(() => window.spoken.map((one) => one.text))
const saying = (tab) => tab.locator('mark.saying').allTextContents()

inBrowser('a page is read sentence by sentence and left as it was', async (tab) => {
  await tab.addInitScript(voices, ['en-US', 'zh_TW', 'cmn-CN'])
  await tab.goto(address + 'lesson.html')
  const html = () => tab.locator('main').evaluate((main) => main.outerHTML)
  const nodes = () => tab.locator('main').evaluate((main) => {
    const walk = document.createTreeWalker(main, NodeFilter.SHOW_TEXT)
    let count = 0
    while (walk.nextNode()) count++
    return count
  })
  const [before, count] = [await html(), await nodes()]
  await does(tab, 'aloud')
  for (let at = 0; at < 9; at++) await tab.evaluate(() => window.finish())
  assert.deepEqual((await texts(tab)).slice(0, 10), [
    '需求访谈', '先听，再问！', '“好。”', '他说：“会……，等我。”，又说', '开头', '第一句。', '第二句有链接。', 'Ask Dr. Wu first.', 'Then write.', '借钥匙',
  ])
  const spoken = await tab.evaluate(() => window.spoken)
  assert.deepEqual([spoken[0].lang, spoken[0].voice, spoken[7].lang, spoken[7].voice], ['zh-CN', 'cmn-CN', 'en', 'en-US'])
  assert.deepEqual(await saying(tab), ['借钥匙'])
  await tab.getByRole('button', { name: '上一句' }).click()
  await tab.getByRole('button', { name: '上一句' }).click()
  await tab.getByRole('button', { name: '上一句' }).click()
  assert.deepEqual(await saying(tab), ['第二句', '有链接', '。'])
  await tab.getByRole('button', { name: '不读了' }).click()
  assert.equal(await html(), before)
  assert.equal(await nodes(), count)
  assert.equal(await tab.locator('.player').count(), 0)
  assert.ok(await tab.locator('[data-do=aloud]').evaluate((button) => button === document.activeElement))
})

inBrowser('a pause stops, and reading goes on at the start of the sentence, at the chosen pace', async (tab) => {
  await tab.addInitScript(voices, ['zh-CN'])
  await tab.goto(address + 'lesson.html')
  await does(tab, 'aloud')
  await tab.evaluate(() => window.finish())
  await tab.getByRole('button', { name: '停一下' }).click()
  assert.ok(await tab.evaluate(() => !speechSynthesis.speaking))
  assert.deepEqual(await saying(tab), ['先听，', '再', '问！'])
  await tab.getByRole('button', { name: '慢一点' }).click()
  await tab.getByRole('button', { name: '接着读' }).click()
  await tab.waitForTimeout(150)
  assert.deepEqual(await texts(tab), ['需求访谈', '先听，再问！', '先听，再问！'])
  assert.equal(await tab.locator('.player output').textContent(), '速度 0.8')
  await tab.reload()
  await does(tab, 'aloud')
  assert.equal((await tab.evaluate(() => window.spoken))[0].rate, 0.8)
  assert.equal(await tab.evaluate(() => localStorage.getItem('linli:try:rate')), '0.8')
})

inBrowser('the page follows the voice, but not a reader who has gone elsewhere', async (tab) => {
  await tab.addInitScript(voices, ['zh-CN'])
  await tab.goto(address + 'lesson.html')
  await does(tab, 'aloud')
  for (let at = 0; at < 60; at++) await tab.evaluate(() => window.finish())
  const scrolled = await tab.evaluate(() => window.pageYOffset)
  assert.ok(scrolled > 300)
  assert.ok(await tab.locator('mark.saying').evaluate((mark) => mark.getBoundingClientRect().bottom < innerHeight))
  await tab.evaluate(() => window.scrollTo(0, 0))
  await tab.evaluate(() => window.finish())
  assert.equal(await tab.evaluate(() => window.pageYOffset), 0)
})

const silent = {
  'no speech at all': () => { delete window.speechSynthesis; Object.defineProperty(window, 'speechSynthesis', { value: undefined }) },
  'a speech that never starts': () => {
    const nothing = () => {}
    Object.defineProperty(window, 'speechSynthesis', { value: { getVoices: () => [], speak: nothing, cancel: nothing, speaking: true } })
  },
}
for (const [what, make] of Object.entries(silent)) {
  inBrowser(`with ${what} the button says so`, async (tab) => {
    await tab.addInitScript(make)
    await tab.goto(address + 'lesson.html')
    const before = await tab.locator('main').innerHTML()
    await does(tab, 'aloud')
    await tab.getByText('没有中文朗读').waitFor()
    assert.equal(await tab.locator('main').innerHTML(), before)
    await tab.getByRole('button', { name: '不读了' }).click()
    assert.ok(await tab.locator('[data-do=aloud]').isVisible())
  })
}

inBrowser('voices of other languages only are none', async (tab) => {
  await tab.addInitScript(voices, ['en-US', 'de-DE'])
  await tab.goto(address + 'lesson.html')
  await does(tab, 'aloud')
  await tab.getByText('没有中文朗读').waitFor()
  assert.deepEqual(await texts(tab), [])
})

inBrowser('a chat app without a voice is told the way out', async (tab) => {
  await tab.addInitScript(silent['no speech at all'])
  await tab.goto(address + 'lesson.html')
  await does(tab, 'aloud')
  await tab.getByText('在浏览器打开').waitFor()
}, { userAgent: 'Mozilla/5.0 (iPhone) AppleWebKit/605.1.15 Mobile/15E148 MicroMessenger/8.0.44' })

inBrowser('a recording comes first, and where it is missing the voice reads', async (tab) => {
  await tab.addInitScript(voices, ['zh-CN'])
  await tab.addInitScript(() => {
    window.played = []
    window.Audio = function (address) {
      window.played.push(address)
      this.play = () => Promise.resolve()
      this.pause = () => {}
      window.recording = this
    }
  })
  await tab.route('**/lesson.html', (route) => route.fulfill({ body: lesson.replace('<body', '<body data-audio="../../media/a.mp3"'), contentType: 'text/html; charset=utf-8' }))
  await tab.goto(address + 'lesson.html')
  await does(tab, 'aloud')
  assert.deepEqual(await tab.evaluate(() => [window.played, window.spoken]), [['../../media/a.mp3'], []])
  await tab.evaluate(() => window.recording.onerror())
  assert.deepEqual(await texts(tab), ['需求访谈'])
})

inBrowser('long sentences are cut at commas, and nothing is lost', async (tab) => {
  await tab.addInitScript(voices, ['zh-CN'])
  const long = '邻居们先坐下来慢慢说一说自己家的情况，'.repeat(12) + '说完了。'
  await tab.route('**/lesson.html', (route) =>
    route.fulfill({ body: page(inMain(`<p data-aloud>${long}</p>`)), contentType: 'text/html; charset=utf-8' }))
  await tab.goto(address + 'lesson.html')
  await does(tab, 'aloud')
  for (let at = 0; at < 6; at++) await tab.evaluate(() => window.finish())
  const said = await texts(tab)
  assert.equal(said.join(''), long)
  assert.ok(said.length > 1 && said.every((text) => text.length <= 120 && /[，。]$/.test(text)), said.join('|'))
})

inBrowser('everything works from a disk', async (tab) => {
  await tab.goto(disk + 'lesson.html')
  await does(tab, 'big')
  await tab.locator('#ticks input').first().check()
  await tab.reload()
  assert.ok(await wide(tab, 'big'))
  assert.ok(await tab.locator('#ticks input').first().isChecked())
  await tab.goto(disk + 'lesson.html?big=1')
  await does(tab, 'big')
  assert.ok(!(await wide(tab, 'big')))
})
