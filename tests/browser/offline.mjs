// The handbook kept for reading without a line: asked for, kept, read with the server gone, renewed,
// given up. The server here can be stopped, and made to fail at one file.
//
//   LINLI=… CHROMIUM=… node --test offline.mjs      (tests/run sets them)

import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import { dirname, extname, join } from 'node:path'
import { after, afterEach, before, beforeEach, describe, test } from 'node:test'
import { pathToFileURL } from 'node:url'
import { folder, launch, linli, serve, watchedPage } from './harness.mjs'

const types = { '.html': 'text/html; charset=utf-8', '.css': 'text/css', '.js': 'text/javascript; charset=utf-8', '.json': 'application/json', '.svg': 'image/svg+xml', '.png': 'image/png' }
// A picture of one point.
const picture = Buffer.from('iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==', 'base64')

const place = folder()
let browser
before(async () => {
  browser = await launch()
})
after(async () => {
  await browser?.close()
  place.remove()
})

/** A tiny handbook in two languages, with a picture and a recording, built anew when told to. */
class Handbook {
  constructor(name) {
    this.home = join(place.path, name)
    this.site = join(this.home, 'site')
    this.write('content/handbook.yaml', 'title: {zh: 邻里手册, en: Neighbours}\nlanguages: [zh, en]\n')
    this.write('content/zh/index.md', '# 邻里手册\n\n[访谈](modules/talk.md)\n')
    this.write('content/en/index.md', '# Neighbours\n')
    this.lesson('先听，再问。')
    this.write('content/en/modules/talk.md', '---\ntitle: Talking\n---\n\nListen first.\n')
    this.write('content/media/door.png', picture)
    this.write('content/media/voice.mp3', Buffer.alloc(2000))
    this.build()
  }
  write(path, bytes) {
    mkdirSync(dirname(join(this.home, path)), { recursive: true })
    writeFileSync(join(this.home, path), bytes)
  }
  lesson(words) {
    this.write('content/zh/modules/talk.md', `---\ntitle: 访谈怎么做\n---\n\n${words}\n\n![门](/media/door.png)\n\n[录音](/media/voice.mp3)\n`)
  }
  build() {
    const done = spawnSync(linli, ['build', this.home, '--keep-going'], { encoding: 'utf8' })
    assert.ok(existsSync(join(this.site, 'sw.js')), done.stdout + done.stderr)
  }
}

/** Asks a page again and again until it answers yes. */
async function until(tab, asks, about) {
  for (let tries = 0; tries < 100; tries++) {
    if (await tab.evaluate(asks, about)) return
    await tab.waitForTimeout(100)
  }
  assert.fail(`never became true: ${asks}`)
}

/** Serves a site below a path. What is `broken` fails, what is asked is written down, no cache hides either. */
async function served(site, base = '/') {
  const state = { broken: new Set(), slow: 0, asked: [] }
  let server
  const answer = async (request, reply) => {
    const url = new URL(request.url, 'http://x')
    const path = decodeURIComponent(url.pathname)
    state.asked.push(path.slice(base.length))
    if (state.slow) await new Promise((done) => setTimeout(done, state.slow))
    let file = join(site, path.slice(base.length))
    if (existsSync(file) && statSync(file).isDirectory()) file = join(file, 'index.html')
    if (!path.startsWith(base) || !existsSync(file)) return reply.writeHead(404, { 'content-type': 'text/plain' }).end('no')
    if (state.broken.has(path.slice(base.length))) return reply.writeHead(500).end()
    reply.writeHead(200, { 'content-type': types[extname(file)] ?? 'application/octet-stream', 'cache-control': 'no-store' }).end(readFileSync(file))
  }
  state.start = (port = 0) =>
    new Promise((done) => {
      server = createServer(answer).listen(port, '127.0.0.1', () => {
        state.port = server.address().port
        state.origin = `http://127.0.0.1:${state.port}`
        state.url = state.origin + encodeURI(base)
        done()
      })
    })
  state.stop = () =>
    new Promise((done) => {
      server.close(done)
      server.closeAllConnections()
    })
  await state.start()
  return state
}

for (const base of ['/', '/社区/book/']) {
  describe(`a handbook at ${base}`, () => {
    let handbook, server, context, tab
    beforeEach(async () => {
      const name = `book-${Math.random().toString(36).slice(2)}`
      handbook = new Handbook(name)
      server = await served(handbook.site, base)
      context = await browser.newContext({ viewport: { width: 360, height: 740 } })
      tab = await watchedPage(context, server.origin)
      tab.setDefaultTimeout(10_000)
    })
    afterEach(async () => {
      await context.close()
      await server.stop().catch(() => {})
      rmSync(handbook.home, { recursive: true, force: true })
    })

    const button = () => tab.locator('[data-do=keep]')
    const press = (name) => tab.getByRole('button', { name, exact: true }).click()
    const workers = () => tab.evaluate(async () => [(await navigator.serviceWorker.getRegistrations()).length, (await caches.keys()).length])
    const refused = async () => [...tab.problems, ...(await tab.evaluate(() => window.__refused))]
    const keep = async () => {
      await tab.goto(server.url + 'zh/index.html')
      await press('离线保留')
      await press('存下来')
      await tab.getByText('存好了。').waitFor()
    }
    const reads = async (path, words) => {
      await tab.goto(server.url + path)
      await tab.locator('main').getByText(words).filter({ visible: true }).first().waitFor()
    }

    test('nothing is kept or registered before the reader has heard the size and said yes', async () => {
      await tab.goto(server.url + 'zh/modules/talk.html')
      assert.ok(await button().isVisible())
      assert.ok((await button().boundingBox()).height >= 48)
      assert.ok(!server.asked.some((path) => /sw\.js|offline\.json|keep-/.test(path)))
      await press('离线保留')
      await tab.getByText(/大约 0\.\d\sMB/).waitFor()
      await tab.getByText('录音、录像').waitFor()
      assert.equal(await tab.evaluate(() => document.activeElement.textContent), '存下来')
      assert.deepEqual(await workers(), [0, 0])
      await press('先不')
      assert.equal(await tab.evaluate(() => document.activeElement.textContent), '离线保留')
      assert.deepEqual(await workers(), [0, 0])
      assert.deepEqual(await refused(), [])
    })

    test('with the server gone all of it is read: home, a lesson, a picture, the search, English', async () => {
      await keep()
      assert.deepEqual(await workers(), [1, 1])
      assert.deepEqual(await refused(), [])
      await server.stop()
      await reads('', '邻里手册')
      await reads('zh/', '访谈')
      await reads('zh/modules/talk.html?big=1#x', '先听，再问。')
      assert.ok(await tab.evaluate(() => document.documentElement.classList.contains('big')))
      assert.equal(await tab.locator('main img').evaluate((img) => img.decode().then(() => img.naturalWidth)), 1)
      await reads('zh/search.html?q=' + encodeURIComponent('访谈'), '访谈怎么做')
      await tab.locator('[data-results] a[href*="zh/modules/talk.html"]').first().waitFor()
      await reads('en/modules/talk.html', 'Listen first.')
      await tab.getByText('Kept offline').waitFor()
      assert.deepEqual(await refused(), [])
      await tab.goto(server.url + 'zh/modules/none.html')
      await tab.getByText('现在没有网').waitFor()
      await tab.getByRole('link', { name: '首页' }).click()
      await tab.waitForURL(server.url + 'zh/index.html')
      assert.equal(await tab.evaluate(() => fetch('/elsewhere').then(() => 'answered', () => 'no line')), 'no line')
      assert.ok(!server.asked.includes('media/voice.mp3'))
    })

    test('what changed on the server is read at once, and kept for later: only that is fetched', async () => {
      await keep()
      handbook.lesson('先倒茶。')
      handbook.build()
      server.asked.length = 0
      await reads('zh/modules/talk.html', '先倒茶。')
      await until(tab, async (words) => {
        const [name] = await caches.keys()
        const store = await caches.open(name)
        const pages = (await store.keys()).filter(({ url }) => url.includes('zh/modules/talk.html'))
        return pages.length === 1 && (await (await store.match(pages[0])).text()).includes(words)
      }, '先倒茶。')
      assert.ok(!server.asked.includes('en/modules/talk.html') && !server.asked.includes('en/index.html'), server.asked.join('\n'))
      await server.stop()
      await reads('zh/modules/talk.html', '先倒茶。')
      assert.deepEqual(await refused(), [])
    })

    test('a renewal that breaks off leaves the kept copy whole', async () => {
      await keep()
      handbook.lesson('先倒茶。')
      handbook.build()
      server.broken.add('zh/modules/index.html').add('zh/modules/talk.html')
      await tab.goto(server.url + 'zh/index.html')
      await tab.waitForTimeout(2500)
      await server.stop()
      await reads('zh/modules/talk.html', '先听，再问。')
    })

    test('a line that is too slow is not waited for long', async () => {
      await keep()
      server.slow = 20_000
      const began = Date.now()
      await reads('zh/modules/talk.html', '先听，再问。')
      assert.ok(Date.now() - began < 8_000, 'it was waited for')
    })

    test('a file that cannot be fetched is told, and the second try goes on where it stopped', async () => {
      server.broken.add('media/door.png')
      await tab.goto(server.url + 'zh/index.html')
      await press('离线保留')
      await press('存下来')
      await tab.getByText('有的文件没有取到').waitFor()
      tab.problems = tab.problems.filter((problem) => !/500/.test(problem))
      server.broken.clear()
      server.asked.length = 0
      await press('再试一次')
      await tab.getByText('存好了。').waitFor()
      assert.ok(server.asked.includes('media/door.png') && !server.asked.includes('index.html'), server.asked.join('\n'))
      assert.deepEqual(await refused(), [])
    })

    test('a line that breaks is told, and giving up leaves nothing', async () => {
      await tab.goto(server.url + 'zh/index.html')
      await press('离线保留')
      server.slow = 300
      await press('存下来')
      await until(tab, () => document.querySelector('.keep-panel progress').value > 10)
      await server.stop()
      await tab.getByText('网断了').waitFor()
      await press('先不')
      await until(tab, async () => (await navigator.serviceWorker.getRegistrations()).length + (await caches.keys()).length === 0)
    })

    test('removed, nothing of it is left, and it can be kept again', async () => {
      await keep()
      await tab.goto(server.url + 'zh/modules/talk.html')
      await press('不再保留')
      await press('先不')
      assert.deepEqual(await workers(), [1, 1])
      await press('不再保留')
      await press('删掉')
      await tab.getByText('已经删掉了。').waitFor()
      assert.deepEqual(await workers(), [0, 0])
      await press('离线保留')
      await press('存下来')
      await tab.getByText('存好了。').waitFor()
      assert.equal((await workers())[1], 1)
      await press('不再保留')
      await press('删掉')
      await tab.getByText('已经删掉了。').waitFor()
      await tab.reload()
      assert.deepEqual(await workers(), [0, 0])
      assert.deepEqual(await refused(), [])
    })
  })
}

describe('where nothing can be kept', () => {
  test('a disk shows no button', async () => {
    const handbook = new Handbook('disk')
    const tab = await watchedPage(await browser.newContext(), 'null')
    await tab.goto(pathToFileURL(join(handbook.site, 'zh/index.html')).href)
    assert.ok(await tab.locator('[data-do=text]').first().isVisible())
    assert.ok(!(await tab.locator('[data-do=keep]').isVisible()))
    await tab.context().close()
  })

  test('a preview keeps nothing and rids a browser of what was kept at its address', async () => {
    const handbook = new Handbook('preview')
    const server = await served(handbook.site)
    const context = await browser.newContext()
    const tab = await watchedPage(context, server.origin)
    await tab.goto(server.url + 'zh/index.html')
    await tab.locator('[data-do=keep]').click()
    await tab.getByRole('button', { name: '存下来' }).click()
    await tab.getByText('存好了。').waitFor()
    await server.stop()
    const preview = await serve(handbook.home, server.port)
    try {
      await tab.goto(preview.url + 'zh/index.html')
      await until(tab, async () => (await navigator.serviceWorker.getRegistrations()).length + (await caches.keys()).length === 0)
      await tab.goto(preview.url + 'zh/index.html')
      tab.problems.length = 0
      await tab.locator('[data-do=keep]').click()
      await tab.getByText('不能离线保留').waitFor()
    } finally {
      await preview.stop()
      await context.close()
    }
  })
})
