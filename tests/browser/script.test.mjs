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
import { folder, launch, root } from './harness.mjs'

const assets = join(root, 'themes/default/assets')
const scripts = readdirSync(assets).filter((name) => name.endsWith('.js'))
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
<header><button type="button" class="btn js-only" data-do="big" data-on="标准字" data-off="大字" aria-pressed="false">大字</button>
<button type="button" class="btn js-only" data-do="aloud" data-how="在浏览器打开" data-none="没有中文朗读" data-label-player="朗读" data-label-pause="停一下" data-label-continue="接着读" data-label-back="上一句" data-label-forward="下一句" data-label-slower="慢一点" data-label-faster="快一点" data-label-close="不读了" data-label-now="速度">朗读</button></header>
${main}
<footer><button type="button" data-do="text" data-step="-1">－</button><output data-text-now>0</output><button type="button" data-do="text" data-step="1">＋</button></footer>
</body></html>
`
}

const style = `html:not(.js) .js-only, [hidden] { display: none !important }
html.big { font-size: 150% } .share { display: none } .share:target, .share.open { display: block }
.player { position: fixed; bottom: 0; left: 0; right: 0; background: #fff } .tall { height: 3000px }
@supports selector(:has(*)) { .gallery:has([value="1-1"]:checked) [data-facets]:not([data-facets~="1-1"]) { display: none } }
`

const many = (count, text) => Array.from({ length: count }, (_, at) => `<p>${text}${at}</p>`).join('\n')
const inMain = (text, more = 'data-page="zh/modules/a.html" data-title="需求访谈"') => `<main id=":main" ${more}><article>${text}</article></main>`

const lesson = page(
  inMain(`<div data-aloud><h1>需求<wbr>访谈</h1><p class="lead">先听，<b>再</b>问！“好。”他说</p><nav>不读</nav><p hidden>也不读</p></div>
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
  { more: ['gallery.js'] },
)

const found = page(
  `<main data-page="zh/modules/search.html"><form class="find" role="search" action="search.html" method="get"><input type="search" name="q"><button>搜</button></form>
<p role="status" data-status data-found="找到 {} 条" data-none="没有找到" data-loading="正在找"></p><ol data-results></ol><div data-empty hidden>去问居委会</div></main>`,
  { more: ['search.js'] },
)

const manifest = `linliTitles(${JSON.stringify({
  en: [['Need interviews', 'en/modules/a.html', 'Lesson', 'Ask and listen', '需求访谈']],
  zh: [
    ['楼道议事', 'zh/cases/b.html', '案例', '先做需求访谈，再开会', ''],
    ['需求访谈怎么做', 'zh/modules/a.html', '课程', '约人 <b>开口</b>', '访问'],
    ['Ｃafé 见面会', 'zh/modules/c.html', '课程', '喝茶', ''],
  ],
})})`

// ---- opening them --------------------------------------------------------------------------------

const place = folder()
const site = join(place.path, 'site')
let browser
let server
let address

before(async () => {
  const files = { 'assets/try.css': style, 'search/manifest.js': manifest }
  for (const [name, text] of Object.entries({ lesson, home, gallery, search: found })) files[`zh/modules/${name}.html`] = text
  for (const name of scripts) files[`assets/${name}`] = readFileSync(join(assets, name))
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
