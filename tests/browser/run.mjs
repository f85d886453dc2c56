// The browser tests: what only a real browser can tell about a published handbook.
//
//   LINLI=… HANDBOOK=… CHROMIUM=… node --test run.mjs       (tests/run sets them)

import assert from 'node:assert/strict'
import { appendFileSync, existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { availableParallelism } from 'node:os'
import { join, relative } from 'node:path'
import { after, before, describe, test } from 'node:test'
import { HtmlValidate } from 'html-validate'
import { accessibility, allPages, build, copyOfHandbook, folder, handbook, launch, linli, serve, watchedPage } from './harness.mjs'
import { rules } from './html-rules.mjs'

let browser

before(async () => {
  assert.ok(existsSync(linli), `there is no program at ${linli}: run cargo build first`)
  assert.ok(existsSync(handbook), `there is no handbook at ${handbook}`)
  browser = await launch()
})
after(() => browser?.close())

describe('every page of the handbook', () => {
  let server
  before(async () => {
    server = await serve(handbook)
  })
  after(() => server?.stop())

  test('opens without a fault, in light and dark', { timeout: 3_600_000 }, async (t) => {
    const pages = await allPages(server.url)
    assert.ok(pages.length > 1, `only ${pages.length} page was found from ${server.url}`)
    const problems = new Map()
    const waiting = [...pages]
    const worker = async () => {
      // Two contexts: the reader's colour scheme is a property of the context.
      const contexts = await Promise.all(['light', 'dark'].map((colorScheme) => browser.newContext({ colorScheme })))
      for (let page = waiting.shift(); page !== undefined; page = waiting.shift()) {
        problems.set(page, await look(contexts, page, server.url))
      }
      await Promise.all(contexts.map((context) => context.close()))
    }
    await Promise.all(Array.from({ length: Math.min(4, availableParallelism()) }, worker))
    for (const page of pages) {
      await t.test(decodeURI(new URL(page.address).pathname), () => {
        const found = problems.get(page)
        assert.ok(found, 'the page was not looked at')
        assert.equal(found.join('\n'), '')
      })
    }
  })
})

/** All that is wrong with one page, in both colour schemes. */
async function look(contexts, { address, signpost }, site) {
  const problems = new Set()
  for (const [index, context] of contexts.entries()) {
    const page = await watchedPage(context, new URL(site).origin)
    try {
      const answer = await page.goto(address, { waitUntil: 'load', timeout: 60_000 })
      if (answer.status() !== 200) problems.add(`status ${answer.status()}`)
      // A page that only leads to another, by itself or by script, is judged by where it leads.
      if (!signpost && page.url() === address) {
        const { headings, refused } = await page.evaluate(() => ({
          headings: document.querySelectorAll('h1').length,
          refused: window.__refused,
        }))
        if (headings !== 1) problems.add(`${headings} h1 headings`)
        for (const what of refused) problems.add(`content security policy: ${what}`)
        for (const what of await accessibility(page)) problems.add(`${['light', 'dark'][index]}: ${what}`)
      }
    } catch (error) {
      problems.add(`the browser: ${error.message}`)
    }
    page.problems.forEach((problem) => problems.add(problem))
    await page.close()
  }
  return [...problems]
}

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

describe('the built site', () => {
  const out = folder()
  after(() => out.remove())

  test('is valid HTML', { timeout: 1_200_000 }, async (t) => {
    const site = join(out.path, 'site')
    build(site)
    const files = htmlFiles(site)
    assert.ok(files.length > 1, `only ${files.length} HTML file was built`)
    const validator = new HtmlValidate(rules)
    for (const file of files) {
      await t.test(relative(site, file), async () => {
        const { results } = await validator.validateFile(file)
        const messages = results.flatMap((result) => result.messages)
        const words = messages.map(({ line, column, ruleId, message }) => `${line}:${column} ${ruleId}: ${message}`)
        assert.equal(words.join('\n'), '')
      })
    }
  })
})

/** Every HTML file under a folder, sorted. */
function htmlFiles(folder) {
  const names = readdirSync(folder, { recursive: true, withFileTypes: true })
  return names
    .filter((entry) => entry.isFile() && entry.name.endsWith('.html'))
    .map((entry) => join(entry.parentPath ?? entry.path, entry.name))
    .sort()
}
