// Brings public Markdown for the search to be tried on, and makes a handbook of any folder of .md
// files. Nothing that is fetched is ever committed.
//   node benches/search/corpus.mjs OUT                  fetch, choose about 1,000 pages into OUT
//   node benches/search/corpus.mjs OUT --trees DIR      the repositories already lie in DIR/OWNER+NAME

import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { basename, dirname, join, relative, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { dice } from './dice.mjs'

/** Prose by many hands, in Chinese and some English: folders of it at a commit, and how many pages. */
const TREES = [
  { tree: 'xitu/gold-miner', commit: 'db4f91ae0df1f31d3b02dbf21b4137bfb9fda374', folders: ['article', 'TODO1'], pages: 700 },
  { tree: 'ruanyf/weekly', commit: 'cf5e367d98e5141fb3381816f2ac8c5dd1bdb69f', folders: ['docs'], pages: 100 },
  { tree: 'vuejs-translations/docs-zh-cn', commit: 'c2715ff75bae5376bc5bf212280ae76e30089fbd', folders: ['src/guide', 'src/about'], pages: 60 },
  { tree: 'rust-lang/book', commit: '917544888a55e4da7109bdba8c88c893c0da70f4', folders: ['src'], pages: 110 },
  { tree: 'github/opensource.guide', commit: 'ebc9678e39b55ff5e5c8801d1960904692188e90', folders: ['_articles'], pages: 30 },
]
/** Shorter files are signposts, longer ones mostly listings of code. */
const BYTES = [600, 24_000]

/** Copies the chosen files into `out`, a plain folder; fetches what is not in `trees`. */
export function gather(out, trees) {
  rmSync(out, { recursive: true, force: true })
  for (const { tree, commit, folders, pages } of TREES) {
    const here = join(trees, tree.replace('/', '+'))
    if (!existsSync(here)) fetchTree(here, tree, commit)
    const files = folders.flatMap((folder) => markdownIn(join(here, folder))).filter((file) => {
      const text = readFileSync(file, 'utf8')
      const size = Buffer.byteLength(text)
      // Of a guide in thirty languages two are wanted here.
      const language = relative(here, file).match(/^_articles\/([\w-]+)\//)?.[1]
      return size >= BYTES[0] && size <= BYTES[1] && (!language || language === 'zh-hans')
    })
    for (const file of dice(tree).shuffled(files).slice(0, pages)) {
      const to = join(out, tree.split('/')[1], relative(here, file))
      mkdirSync(dirname(to), { recursive: true })
      writeFileSync(to, readFileSync(file))
    }
  }
}

function fetchTree(into, tree, commit) {
  mkdirSync(into, { recursive: true })
  const git = (...words) => {
    const done = spawnSync('git', ['-C', into, ...words], { stdio: ['ignore', 'inherit', 'inherit'] })
    if (done.status === 0) return
    rmSync(into, { recursive: true, force: true })
    throw new Error(`${tree} could not be fetched; give a folder of Markdown instead (--corpus DIR)`)
  }
  git('init', '--quiet')
  git('fetch', '--quiet', '--depth', '1', `https://github.com/${tree}`, commit)
  git('checkout', '--quiet', 'FETCH_HEAD')
}

export const markdownIn = (folder) =>
  !existsSync(folder)
    ? []
    : readdirSync(folder, { recursive: true, withFileTypes: true })
        .filter((entry) => entry.isFile() && entry.name.endsWith('.md'))
        .map((entry) => join(entry.parentPath ?? entry.path, entry.name))
        .filter((file) => !/[/\\](node_modules|\.git)[/\\]/.test(file))
        .sort()

/** A linli handbook of the Markdown in `from`: its prose, without links, pictures and raw HTML. */
export function makeHandbook(from, into) {
  rmSync(into, { recursive: true, force: true })
  mkdirSync(into, { recursive: true })
  const taken = new Set()
  const languages = new Set()
  const files = markdownIn(from).map((file) => [file, readFileSync(file, 'utf8').replace(/\r/g, '').replace(/^\uFEFF/, '')])
  const common = commonLines(files.map(([, text]) => text))
  for (const [file, text] of files) {
    const own = text.split('\n').filter((line) => !common.has(line)).join('\n')
    const { title, body } = cleaned(own, basename(file, '.md'))
    if (body.trim().length < 80) continue
    const language = isHan(body) ? 'zh' : 'en'
    languages.add(language)
    const path = join(into, language, 'pages', `${idFor(file, taken)}.md`)
    mkdirSync(dirname(path), { recursive: true })
    writeFileSync(path, `---\ntitle: ${JSON.stringify(title)}\n---\n\n${body}\n`)
  }
  const names = ['zh', 'en'].filter((language) => languages.has(language))
  for (const language of names) writeFileSync(join(into, language, 'index.md'), '---\ntitle: Corpus\n---\n\n')
  writeFileSync(join(into, 'handbook.yaml'), `title: Corpus\nlanguages: [${names.join(', ')}]\n`)
}

/** Long lines that stand in many files: the header and footer of a series, which no one looks for. */
function commonLines(texts) {
  const counts = new Map()
  for (const text of texts) {
    for (const line of new Set(text.split('\n'))) if (line.length > 12) counts.set(line, (counts.get(line) ?? 0) + 1)
  }
  return new Set([...counts].filter(([, count]) => count > Math.max(5, texts.length / 50)).map(([line]) => line))
}

function isHan(text) {
  const prose = text.replace(/^```[\s\S]*?^```/gm, '')
  const count = (letters) => prose.match(letters)?.length ?? 0
  return count(/[\u4e00-\u9fff]/g) * 2 > count(/[a-z]/gi)
}

function idFor(file, taken) {
  const base = basename(file, '.md').toLowerCase().replace(/[^a-z0-9]+/g, '-').replace(/^-|-$/g, '').slice(0, 60) || 'page'
  let id = base
  // `index` would be a gallery's page.
  for (let turn = 2; taken.has(id) || id === 'index'; turn++) id = `${base}-${turn}`
  taken.add(id)
  return id
}

function cleaned(text, name) {
  const head = text.match(/^---\n([\s\S]*?)\n---\n/)
  let title = head?.[1].match(/^title:\s*(.+)$/m)?.[1].replace(/^["']|["']$/g, '')
  const lines = []
  let fence = null
  for (const line of (head ? text.slice(head[0].length) : text).replace(/<!--[\s\S]*?-->/g, '').split('\n')) {
    const mark = line.match(/^\s*(```+|~~~+)/)?.[1]
    if (fence ? mark?.startsWith(fence) && line.trim() === mark : mark) {
      fence = fence ? null : mark
      // Words after the fence's sign mean different things elsewhere.
      lines.push(fence ? line.match(/^\s*(```+|~~~+)\w*/)[0] : line)
    } else if (fence) lines.push(line)
    else if (/^\s*(:::|\{\{|\[[^\]]+\]:\s|#+\s*$|\{%)/.test(line)) continue
    else {
      const plain = proseOf(line)
      const heading = plain.match(/^##?\s+(.+)/)?.[1]
      if (heading && title === undefined) title = heading
      else lines.push(plain.replace(/^#\s/, '## '))
    }
  }
  if (fence) lines.push(fence)
  return { title: (title ?? name).replace(/[`*_\\]/g, '').trim() || name, body: lines.join('\n') }
}

const proseOf = (line) =>
  line
    .replace(/\s*\{#[^}]*\}|\[\^[^\]]*\]:?/g, '')
    .replace(/!\[([^\]]*)\]\([^)]*\)/g, '')
    .replace(/\[((?:[^\[\]]|\[[^\]]*\])*)\]\([^)]*\)/g, '$1')
    .replace(/\[([^\]]+)\]\[[^\]]*\]/g, '$1')
    .replace(/<\/?[a-z!][^>]*>/gi, '')
    .replace(/\bhttps?:\/\/[^\s)）]+/g, '')

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const [out, flag, trees] = process.argv.slice(2)
  if (!out || (flag && flag !== '--trees')) throw new Error('usage: node benches/search/corpus.mjs OUT [--trees DIR]')
  gather(resolve(out), resolve(trees ?? join(dirname(fileURLToPath(import.meta.url)), '../../target/search/trees')))
  console.log(`${markdownIn(resolve(out)).length} files in ${out}`)
}
