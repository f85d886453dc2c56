// The preview in a browser, and the HTML of what is built.
//
//   LINLI=… HANDBOOK=… CHROMIUM=… node --test run.mjs       (tests/run sets them)

import assert from 'node:assert/strict'
import { appendFileSync, existsSync, readFileSync, writeFileSync } from 'node:fs'
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
