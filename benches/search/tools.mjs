// Fetches, once, what only these benches use: Pagefind to stand beside, and what alters queries and
// reads front matter. All of it lies under target/; nothing of it is committed.

import { spawnSync } from 'node:child_process'
import { cpSync, existsSync, mkdirSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'

const here = dirname(fileURLToPath(import.meta.url))
export const root = resolve(here, '../..')
export const target = resolve(process.env.CARGO_TARGET_DIR ?? join(root, 'target'))
export const work = join(target, 'search')
const tools = join(work, 'tools')

mkdirSync(tools, { recursive: true })
cpSync(join(here, 'package.json'), join(tools, 'package.json'))
install(tools, ['install', '--no-audit', '--no-fund', '--no-package-lock'], 'pagefind')
install(join(root, 'tests/browser'), ['ci', '--no-audit', '--no-fund'], 'playwright-core')

function install(folder, words, name) {
  if (existsSync(join(folder, 'node_modules', name))) return
  const done = spawnSync('npm', words, { cwd: folder, stdio: ['ignore', 'ignore', 'inherit'] })
  if (done.status !== 0) throw new Error(`npm could not install what ${folder} needs`)
}

/** A package of package.json. */
export const tool = createRequire(join(tools, 'package.json'))

/** Pagefind's program, which its package carries for this machine. */
export const pagefind = join(tools, 'node_modules/@pagefind', `${process.platform}-${process.arch}`, 'bin/pagefind_extended')

/** The browser that the browser tests use; its package is there only after the lines above. */
export const chromium = async () => (await import('../../tests/browser/harness.mjs')).launch()
