// The checks themselves: a sound page passes them all, and each fault put into it is found.
//
//   CHROMIUM=… node --test broken.mjs      (tests/run does it)

import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { skip, walk, ways } from './checks/keyboard.mjs'
import { tooNew } from './checks/engines.mjs'
import { bars, oneLine, seen, shifts, watchShifts } from './checks/layout.mjs'
import { fill, judge, longTables, printed, repeats, style, wanted } from './checks/print.mjs'
import { axe, letters, structure, voices } from './checks/reading.mjs'
import { asides, bare, choices, quizzes } from './checks/scriptless.mjs'
import { targets, type } from './checks/type.mjs'
import { scales, tooHeavy } from './checks/weight.mjs'
import { launch } from './harness.mjs'

let browser
before(async () => {
  browser = await launch()
})
after(() => browser?.close())

const words = '我们在院子里等邻居们来说一说楼道里的灯，谁有空谁就来看一看，说完了再定下个月的事。'
const sound = `<!doctype html>
<html lang="zh"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>楼道的灯</title>
<style>
html { font-size: 112.5%; scroll-padding-bottom: 70px } @media (min-width: 62rem) { html { font-size: 125% } }
body { margin: 0; color: #111; background: #fff; font: 1rem/1.85 sans-serif; padding-bottom: 60px }
a { color: #043; } :focus-visible { outline: 3px solid #043; outline-offset: 2px }
.skip { position: absolute; left: -99rem } .skip:focus { left: 0 }
.bar { display: flex; padding: 4px } .bar a, .bottom a, .menu a, summary, button { display: inline-flex; align-items: center; min-height: 48px; min-width: 48px; box-sizing: border-box; font-size: 1rem; white-space: nowrap }
.bottom { position: fixed; bottom: 0; left: 0; right: 0; background: #fff } @media (max-height: 560px) { .bottom { position: static } }
.text { max-width: 36em; padding: 0 16px } p { margin: 1.3em 0 } input, textarea { min-height: 48px; font: inherit; box-sizing: border-box; max-width: 100% }
td, th { padding: 4px } label { display: inline-flex; min-height: 48px; min-width: 48px }
form:has([value="1-1"]:checked) ~ ul li:not([data-facets~="1-1"]) { display: none }
@page { size: A4; margin: 20mm 15mm; @bottom-right { content: counter(page) " / " counter(pages) } @top-left { content: "楼道的灯" } }
@media print { .skip, .bar, .menu, .bottom, button, form { display: none } h2 { break-after: avoid } details::details-content { content-visibility: visible; block-size: auto } textarea { field-sizing: content } }
</style></head>
<body><a class="skip" href="#main">跳到正文</a>
<header class="bar"><a class="btn" href="search.html">搜索</a></header>
<main id="main" tabindex="-1"><div class="text"><h1>楼道的灯</h1><p>${words}${words}</p><p>${words}</p>
<h2>先问一问</h2><p>${words}<a href="#main">回到开头</a>。</p>
<input type="text" aria-label="姓名"><textarea aria-label="经过"></textarea>
<div class="block-quiz"><p>先做哪一件？</p><details class="key"><summary>答案</summary><p>先去敲三家的门，再定时间。</p></details></div>
<form class="facets" aria-label="挑选"><fieldset><legend>阶段</legend><label><input type="radio" name="f1" value="" checked>全部</label><label><input type="radio" name="f1" value="1-1">探索</label></fieldset></form>
<ul><li data-facets="1-1">挨家挨户走一遍</li><li data-facets="1-2">一起算一算账</li></ul>
<table><thead><tr><th>时间段</th><th>做什么</th></tr></thead><tbody><tr><td>上午</td><td>走访</td></tr></tbody></table>
</div></main>
<footer><nav class="menu" aria-label="目录"><a href="index.html">首页</a></nav></footer>
<nav class="bottom" aria-label="快捷"><a href="index.html">首页</a></nav>
</body></html>`

const into = (from, to) => {
  assert.ok(sound.includes(from), `the sound page has no “${from}”`)
  return sound.replace(from, () => to)
}
const inMain = (html) => into('<h2>先问一问</h2>', `${html}<h2>先问一问</h2>`)
const styled = (css) => into('</style>', `${css}</style>`)

/** What a check says of a page, at a width. */
async function said(check, html, { width = 360, height = 740, ...options } = {}) {
  const context = await browser.newContext({ viewport: { width, height }, ...options })
  try {
    await watchShifts(context)
    await context.route('**/*', async (route) => {
      const path = new URL(route.request().url()).pathname
      if (/\.png$/.test(path)) {
        await new Promise((done) => setTimeout(done, 150))
        // One pixel.
        return route.fulfill({ contentType: 'image/png', body: Buffer.from('iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==', 'base64') })
      }
      if (/\.(js|css)$/.test(path)) return route.fulfill({ contentType: path.endsWith('js') ? 'text/javascript' : 'text/css', body: path.includes('heavy') ? noise(60_000) : '' })
      return route.fulfill({ contentType: 'text/html; charset=utf-8', body: path === '/page.html' ? html : sound })
    })
    const tab = await context.newPage()
    const weigh = scales(tab)
    await tab.goto('http://handbook.example/page.html', { waitUntil: 'load' })
    return await check(tab, weigh)
  } finally {
    await context.close()
  }
}
// Does not shrink much, the same every time.
function noise(length) {
  let state = 7
  const letters = Array.from({ length }, () => String.fromCharCode(33 + ((state = (state * 16807) % 2147483647) % 90)))
  return `/*${letters.join('').replaceAll('*', '.')}*/`
}

const see = async (tab) => (await seen(tab)).map(([check, sentence]) => `${check}: ${sentence}`)
const axes = async (tab) => (await axe(tab)).map(({ sentence }) => sentence)
const headed = (tab) => structure(tab, 'zh')
const touch = (tab) => targets(tab, { main: 48 })
const small = (tab) => type(tab, { size: 18 })
const room = (tab) => bars(tab, { share: 0.2 })
const moves = async (tab) => (await shifts(tab)).filter(({ value }) => value > 0.001).map(({ what }) => `moves: ${what}`)
const ways2 = (tab) => ways(tab, { search: true })
const weighed = async (tab, weigh) => tooHeavy(await weigh())
const chosen = async (tab) => (await choices(tab)).found
async function paper(tab) {
  const typed = await fill(tab)
  const want = await wanted(tab)
  const pages = await printed(tab)
  const found = [...judge(pages, want, typed), ...(await style(tab)), ...repeats(await longTables(tab), pages)]
  return found.map(([check, sentence]) => `${check}: ${sentence}`)
}
const bareTab = { javaScriptEnabled: false }
const rows = (count) => `<table><thead><tr><th>第几次</th><th>谁来过</th></tr></thead><tbody>${Array.from({ length: count }, (_, row) => `<tr><td>第 ${row} 次</td><td>${words}</td></tr>`).join('')}</tbody></table>`

// [what is broken, the check, the page, what is said, how it is opened]
const cases = [
  ['a picture without words', axes, inMain('<img src="x.png">'), /image-alt/],
  ['grey text', axes, inMain('<p style="color:#777">灰色的字</p>'), /color-contrast: .*4\.\d+:1/],
  ['soft grey text', axes, inMain('<p style="color:#666">灰色的字</p>'), /color-contrast-enhanced: .*5\.\d+:1/],
  ['a dark page that is not thought through', axes, styled('@media (prefers-color-scheme: dark) { body { background: #111 } }'), /color-contrast/, { colorScheme: 'dark' }],
  ['two h1', headed, inMain('<h1>又一个</h1><p>字</p>'), /2 h1 headings/],
  ['a skipped level', headed, inMain('<h3>太深</h3><p>字</p>').replace('<h2>先问', '<h4>先问'), /a level is skipped/],
  ['an id twice', headed, inMain('<p id="main">字</p>'), /“main” is there 2 times/],
  ['a link to nowhere on the page', headed, inMain('<p><a href="#nowhere">去</a></p>'), /“#nowhere”, which is not on the page/],
  ['no footer', headed, sound.replace(/<\/?footer>/g, ''), /0 landmarks “footer”/],
  ['another language', headed, into('<html lang="zh">', '<html lang="en">'), /html\[lang\] is “en”/],
  ['an empty heading', headed, inMain('<section><h2>空的一节</h2></section>'), /nothing stands under the heading .*空的一节/],
  ['a heading over a heading', headed, inMain('<h2>空的一节</h2>'), /nothing stands under the heading .*空的一节/],
  ['a sentence in English in Chinese', voices, inMain('<p>Please read this to the people in your yard tonight.</p>'), /said to be in zh/],
  ['a sentence in Chinese in English', voices, inMain(`<p lang="en">${words}</p>`), /said to be in en/],
  ['Han in italics', letters, inMain('<p><em>请注意</em></p>'), /Han in italics/],
  ['text that may not grow', letters, styled('body { -webkit-text-size-adjust: none }'), /text-size-adjust: none/],
  ['a wide table', see, inMain('<table style="min-width:30rem"><tr><td>宽</td></tr></table>'), /sideways: the page is \d+ px wide/],
  ['a long word', see, inMain('<p>Donaudampfschifffahrtsgesellschaftskapitaenswitwen</p>'), /sideways: /, { width: 320 }],
  ['text cut at its end', see, inMain(`<p style="overflow:hidden;white-space:nowrap;text-overflow:ellipsis">${words}</p>`), /cut: .* is cut sideways/],
  ['text cut below', see, inMain(`<p style="overflow:hidden;height:3em">${words}${words}</p>`), /cut: .* is cut downwards/],
  ['text on text', see, inMain(`<p style="height:1em">${words}</p><p style="margin-top:-2.4em">${words}</p>`), /overlaps: .* lie on each other/],
  ['a dot blown up', see, inMain('<img src="dot.png" alt="点" style="width:200px">'), /pictures: .* blown up to 200/],
  ['a picture wider than the screen', see, inMain('<img src="dot.png" alt="点" style="width:900px">'), /pictures: .* 900 px wide/],
  ['a small button', touch, inMain('<button style="min-height:30px">打印</button>'), /“打印” .* × 3\d px, not 48/],
  ['a small link', touch, inMain('<ul><li><a href="index.html">案例</a></li></ul>'), /“案例” .*not 44/],
  ['small letters', small, styled('html { font-size: 100% }'), /body text is 16 px, not 18/],
  ['close lines', small, styled('.text p { line-height: 1.6 }'), /are 1\.60 high, not 1\.75/],
  ['close paragraphs', small, styled('.text p { margin: .5em 0 }'), /less than 1\.3 times/],
  ['long lines', small, styled('.text { max-width: none }'), /hold \d+\.\d Han, not 40/, { width: 1440 }],
  ['high bars', room, styled('.bottom a { min-height: 130px }'), /the bars take/],
  ['a bar on a low screen', room, styled('.bottom { position: fixed !important }'), /stays on a screen 500 px high/, { height: 500 }],
  ['a bar over the end', room, styled('body { padding-bottom: 0 }'), /at the end of the page lies under/],
  ['a button that breaks', oneLine, styled('.bar a { white-space: normal; width: 48px; flex: none }').replace('>搜索<', '>搜索全部内容<'), /breaks in two lines/],
  ['a page that moves', moves, into('<div class="text">', '<div class="text"><img src="late.png" alt="" style="display:block;width:300px">'), /moves:/],
  ['no skip link', walk, sound.replace(/<a class="skip".*?<\/a>/, ''), /the first stop is .*not the link/],
  ['no ring', walk, styled(':focus-visible { outline: 0 }'), /shows no ring/],
  ['a pale ring', walk, styled(':focus-visible { outline-color: #ddd }'), /shows no ring/],
  ['a control that is never reached', walk, inMain('<button onfocus="this.blur()">躲</button><a href="index.html" tabindex="3">先</a>'), /is never reached|the first stop/],
  ['a trap', walk, inMain('<input id="a" aria-label="甲"><input id="b" aria-label="乙"><script>b.onkeydown = (e) => { e.preventDefault(); a.focus() }</script>'), /is never reached/],
  ['a stop under a bar', walk, styled('header { position: fixed; top: 0; left: 0; right: 0; height: 500px; background: #fff; z-index: 2 } .skip:focus { z-index: 1 }'), /lies under/],
  ['a skip link that skips nothing', skip, into('href="#main">跳到正文', 'href="#nowhere">跳到正文'), /after skipping, the next stop is .* before the text/],
  ['a skip link nobody sees', skip, styled('.skip:focus { left: -99rem }'), /is not seen when it has the focus/],
  ['no way to the search', ways2, into('href="search.html"', 'href="other.html"'), /no way to the search/],
  ['words only a script shows', bare, inMain('<p style="display:none">藏起来的话</p>'), /“藏起来的话” is not shown/, bareTab],
  ['a dead button', bare, inMain('<button>打印</button>'), /does nothing without a script/, bareTab],
  ['a tool for scripts only', bare, inMain('<p class="js-only">朗读</p>'), /is shown although no script ran/, bareTab],
  ['a link that opens nothing', asides, inMain('<p><a href="#share">分享</a></p><div id="share" style="display:none">地址</div>'), /shows nothing without a script/, bareTab],
  ['choices that do not choose', chosen, sound.replace(/form:has.*\n/, ''), /choosing “探索” leaves 1 of 2/, bareTab],
  ['a quiz whose key stays shut', quizzes, styled('details[open] > p { display: none }'), /answers of quiz 1 do not open/, bareTab],
  ['text that is not printed', paper, styled('@media print { .text > p { display: none } }'), /text: only/],
  ['folded text that is not printed', paper, styled('@media print { details > p { display: none } }'), /folded: “先去敲三家的门/],
  ['a form that is printed empty', paper, styled('@media print { input { display: none } }'), /fields: 1 of 31 typed words/],
  ['a long answer that is cut', paper, styled('@media print { textarea { field-sizing: fixed; height: 60px } }'), /fields: .* of 31 typed words/],
  ['a wide table on paper', paper, inMain(`<table style="width:1200px"><tr><td>${words}</td><td style="width:600px">${words}</td></tr></table>`), /margins: .* stand in the margin|text: only/],
  ['no page numbers', paper, inMain(rows(60)).replace('@bottom-right', '@x-right'), /numbers: page 1 of \d+ has no number/],
  ['pages that do not say what they are of', paper, inMain(rows(60)).replace('@top-left', '@x-left'), /numbers: page 2 does not say/],
  ['a heading at the end of a page', paper, inMain('<div style="height:600px"></div><h2>孤零零的标题</h2><p style="break-before:page">字</p>').replace('break-after: avoid', ''), /headings: .*孤零零的标题.* is the last line of page \d/],
  ['a menu on paper', paper, styled('@media print { .menu { display: block } }'), /tools: .*menu.* is printed/],
  ['a picture larger than paper', paper, inMain('<img src="dot.png" alt="点" style="width:900px">'), /pictures: dot\.png is 900/],
  ['a table head that is printed once', paper, inMain(rows(60)).replace('@media print {', '@media print { thead { display: table-row-group }'), /heads: /],
  ['a paper of another size', paper, into('size: A4', 'size: letter'), /margins: page 1 is 216 × 279 mm/],
  ['heavy styles', weighed, into('</head>', '<link rel="stylesheet" href="heavy.css"></head>'), /HTML .* are more than 30 KB/],
  ['heavy scripts', weighed, into('</head>', '<script src="heavy.js"></script></head>'), /scripts of .* are more than 15 KB/],
  ['many requests', weighed, into('</head>', `${Array.from({ length: 9 }, (_, n) => `<script src="${n}.js"></script>`).join('')}</head>`), /10 requests are more than 8/],
]

describe('a sound page', { concurrency: 3 }, () => {
  const checks = { axes, headed, voices, letters, see, touch, small, room, oneLine, moves, walk, skip, ways2, paper, weighed }
  for (const [name, check] of Object.entries(checks)) {
    test(`passes: ${name}`, async () => assert.deepEqual(await said(check, sound), []))
  }
  for (const [name, check] of Object.entries({ bare, asides, chosen, quizzes })) {
    test(`passes: ${name}`, async () => assert.deepEqual(await said(check, sound, bareTab), []))
  }
})

describe('found is', { concurrency: 3 }, () => {
  for (const [name, check, html, sentence, options] of cases) {
    test(name, async () => {
      const found = await said(check, html, options)
      assert.ok(found.some((one) => sentence.test(one)), `not found; said was: ${JSON.stringify(found)}`)
    })
  }
})

describe('too new for phones of 2019 is', () => {
  const styles = {
    'a { &:hover { color: red } }': /nesting/,
    'a { b { color: red } }': /nesting/,
    'p:has(a) { color: red }': /:has\(\)/,
    ':is(h1, h2) { color: red }': /:is\(\)/,
    'a:focus-visible, a:hover { color: red }': /:focus-visible/,
    'p { height: 100dvh }': /dvh/,
    'p { color: light-dark(#000, #fff) }': /light-dark/,
    'p { rotate: 90deg }': /rotate/,
    'p { inset: 0 }': /inset/,
    'p { padding-inline: 1rem }': /logical/,
    'p { width: min(100%, 3rem) }': /min\(\)/,
    'p { display: flex; gap: 1rem }': /gap/,
    '@layer a { p { color: red } }': /@layer/,
    '@media (width > 30rem) { p { color: red } }': /ranges/,
    '@supports (inset: 0) { p { color: light-dark(#000, #fff) } }': /light-dark/,
  }
  for (const [css, sentence] of Object.entries(styles)) {
    test(css, () => assert.match(tooNew(css).join('\n'), sentence))
  }
  const fine = [
    ':focus-visible { outline: 3px solid }',
    'p { width: 20rem; width: min(100%, 20rem) }',
    'p { padding-left: 1rem; padding-inline: 1rem }',
    '@supports selector(:has(*)) { p:has(a) { color: red } }',
    '@media print { details::details-content { content-visibility: visible } p { rotate: 180deg } }',
    '/* :has( and dvh */ p::before { content: "100dvh :has(a)" }',
    'p { display: grid; gap: 1rem }',
  ]
  for (const css of fine) test(`not: ${css}`, () => assert.deepEqual(tooNew(css), []))
})
