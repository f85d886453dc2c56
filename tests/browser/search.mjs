// What the search answers: the script in Chromium and `linli search` in the terminal are asked the
// same of one handbook and must agree; and a text is cut in the browser as src/search/words.rs cuts it.
//
//   LINLI=… HANDBOOK=… CHROMIUM=… node --test search.mjs      (tests/run sets them)

import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { after, before, describe, test } from 'node:test'
import { handbook, launch, linli, published, root } from './harness.mjs'

const shared = (name) => JSON.parse(readFileSync(join(root, 'tests/search', name), 'utf8')).cases

let browser, site
const tabs = {}
before(async () => {
  site = await published()
  browser = await launch()
  for (const language of ['zh', 'en']) {
    const tab = await browser.newPage()
    await tab.goto(new URL(`${language}/search.html`, site.url).href)
    await tab.waitForFunction(() => window.linli?.search)
    tabs[language] = tab
  }
})
after(async () => {
  await browser?.close()
  await site?.stop()
})

/** The answer of the page's own script, as a reader of that language gets it. */
function inBrowser({ query, lang, limit = 10, kinds = [] }) {
  return tabs[lang].evaluate(([query, options]) => window.linli.search(query, options), [query, { limit, kinds }])
}

function inTerminal({ query, lang, limit, kinds = [] }) {
  const options = ['--lang', lang, '--json', ...(limit ? ['--limit', String(limit)] : []), ...kinds.flatMap((kind) => ['--kind', kind])]
  const done = spawnSync(linli, ['search', ...options, '--', handbook, query], { encoding: 'utf8', timeout: 60_000 })
  if (done.error) throw done.error
  assert.equal(done.status, 0, `${done.stdout}${done.stderr}`)
  return JSON.parse(done.stdout)
}

/** What is compared; scores are summed in two machines. */
function plain({ total, similar, results, nearest }) {
  const scores = results.map(({ score }) => score)
  const told = results.map(({ url, title, heading, kind, label, lang, code, snippet }) => ({ url, title, heading, kind, label, lang, code, snippet }))
  return { told: { total, similar, results: told, nearest }, scores }
}

describe('the same answer in the browser and in the terminal', () => {
  for (const asked of shared('answers.json')) {
    const { query, lang, limit, kinds } = asked
    const name = query.length > 40 ? `${query.slice(0, 40)}…` : query
    test(`${lang} “${name}”${limit ? `, ${limit} of them` : ''}${kinds ? `, of ${kinds}` : ''}`, async () => {
      const page = plain(await inBrowser(asked))
      const terminal = plain(inTerminal(asked))
      assert.deepEqual(terminal.told, page.told)
      page.scores.forEach((score, at) => assert.ok(Math.abs(score - terminal.scores[at]) < 1e-3, `${at}: ${score} and ${terminal.scores[at]}`))
    })
  }
})

// Of one page of this folder's own handbook, in the words of the people who look for it.
const ways = [
  ['its title', 'zh', '带好一次楼道会'],
  ['a part of a word', 'zh', '次楼道'],
  ['two words joined', 'zh', '楼道会凳子'],
  ['two words with a space', 'zh', '凳子 楼道会'],
  ['its sound', 'zh', 'daihaoyici'],
  ['its initials', 'zh', 'dhyc'],
  ['traditional characters', 'zh', '帶好一次樓道會'],
  ['its printed code', 'zh', 'M03'],
  ['full width', 'zh', 'Ｍ０３'],
  ['a number in digits', 'zh', '40分钟的会'],
  ['a wrong character', 'zh', '带好一此楼道会'],
  ['a missing character', 'zh', '带好楼道会'],
  ['English', 'en', 'chairing a stairwell meeting'],
  ['plurals', 'en', 'meetings stairwells chairing'],
  ['a slip', 'en', 'chairng stairwel'],
  ['a beginning', 'en', 'chairing stairw'],
]

// Another handbook has no such page.
const own = handbook === join(root, 'tests/browser/handbook')
describe('ways of asking for one page', () => {
  for (const [way, lang, query] of own ? ways : []) {
    test(`${way}: ${query}`, async () => {
      const { results } = await inBrowser({ query, lang })
      assert.equal(results[0]?.url, `${lang}/modules/chair.html`)
    })
  }
})

test('several questions at once, before anything of the index is there, are all answered', async () => {
  const tab = await browser.newPage()
  await tab.goto(new URL('zh/search.html', site.url).href)
  await tab.waitForFunction(() => window.linli?.search)
  const totals = await tab.evaluate(async () => (await Promise.all(['社区', '社', '社区', '字'.repeat(10_000)].map((query) => window.linli.search(query)))).map(({ total }) => total))
  await tab.close()
  assert.equal(totals[0], totals[2])
  assert.ok(totals[0] > 0 && totals[1] >= totals[0], totals.join(' '))
})

describe('a file of the index that is cut off', () => {
  for (const file of ['manifest.js', 'map-*.js', 'terms/*.js', 'pages/*.js', 'text/*.js']) {
    test(`${file} is told, and there again is read`, async () => {
      const tab = await browser.newPage()
      const address = `${site.url}search/${file}`
      let asked = 0
      const cut = async (route) => {
        asked += 1
        const whole = await route.fetch()
        const body = await whole.text()
        await route.fulfill({ response: whole, body: body.slice(0, body.length / 2) }).catch(() => {})
      }
      // The manifest may be asked for with something behind its name.
      await tab.route(`${address}*`, cut)
      await tab.goto(new URL('zh/search.html', site.url).href)
      await tab.waitForFunction(() => window.linli?.search)
      const ask = () => tab.evaluate(() => window.linli.search('社区').then(({ total }) => total, (error) => error.missing))
      assert.equal(await ask(), true)
      assert.ok(asked > 1, `asked ${asked} times`)
      await tab.unrouteAll({ behavior: 'wait' })
      assert.ok((await ask()) > 0)
      await tab.close()
    })
  }
})

test('a text is cut in the browser as the index cuts it', async () => {
  const lines = readFileSync(join(root, 'src/search/simplified.txt'), 'utf8').split('\n')
  const pairs = lines.filter((line) => !line.startsWith('#')).join('')
  const cases = shared('tokens.json')
  assert.ok(cases.length > 60)
  // A page of its own, which may know all traditional characters.
  const tab = await browser.newPage()
  await tab.goto(new URL('zh/search.html', site.url).href)
  await tab.waitForFunction(() => window.linli?.words)
  const cut = await tab.evaluate(
    ([pairs, texts]) => {
      const { words } = window.linli
      words.simplify(pairs)
      return texts.map((text) => [true, false].map((isText) => words.terms(text, isText).join(' ')))
    },
    [pairs, cases.map(({ text }) => text)],
  )
  await tab.close()
  cases.forEach(({ text, terms, query }, at) => assert.deepEqual(cut[at], [terms, query ?? terms], `“${text}”`))
})
