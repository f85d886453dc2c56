// A handbook as its authors wrote it: pages, their sections and plain words. What a query must find
// is decided here by plain substrings; nothing of linli's own reading of text is used.

import { existsSync, readFileSync } from 'node:fs'
import { join, relative, sep } from 'node:path'
import { markdownIn } from './corpus.mjs'
import { tool } from './tools.mjs'

const { parse } = tool('yaml')
const HAN = '\\u3400-\\u9fff'
/** Text as it is compared: lower case, no space beside Han, so that a line's end is none either. */
export const tight = (text) =>
  text
    .toLowerCase()
    .replace(/[^\S\n]+/g, ' ')
    .replace(new RegExp(`(?<=[${HAN}]) | (?=[${HAN}])`, 'g'), '')

/**
 * The pages of a handbook that its built site shows: [{path, lang, title, asks, synonyms, sections,
 * blocks, text, shown}]. `sections` and `text` are tight; `blocks` are paragraphs to choose words
 * from; `shown` is the tight text of the built page by #anchor: '' is all of it, `(head)` what stands
 * under no anchor.
 */
export function pagesOf(handbook, site) {
  const root = existsSync(join(handbook, 'handbook.yaml')) ? handbook : join(handbook, 'content')
  const pages = []
  for (const file of markdownIn(root)) {
    const path = relative(root, file).split(sep).join('/').replace(/\.md$/, '')
    const built = join(site, `${path}.html`)
    // Galleries and shared parts are no pages of their own; hostile pages are for other tests.
    if (/(^|\/)(index$|_|trials\/)/.test(path) || !existsSync(built)) continue
    const page = read(readFileSync(file, 'utf8'), path)
    if (page) pages.push({ ...page, shown: shownIn(readFileSync(built, 'utf8')) })
  }
  return pages
}

function read(source, path) {
  const [, head, body] = source.replace(/\r/g, '').match(/^---\n([\s\S]*?)\n---\n([\s\S]*)$/) ?? [null, '', source]
  const fields = parse(head) ?? {}
  // Search leads to what is published; a proof or an archived page is built all the same.
  if (fields.search === false || !['published', '已发布', undefined].includes(fields.status ?? fields['状态'])) return null
  const list = (...names) => names.flatMap((name) => fields[name] ?? []).map(String)
  const title = list('title', '标题')[0]
  if (!title) return null
  const [sections, blocks] = sectionsOf(body)
  const words = [title, ...textsIn(fields)].map(tight)
  return {
    path,
    lang: path.split('/')[0],
    title,
    asks: list('asks', '大家怎么问'),
    synonyms: list('synonyms', '别名'),
    blocks,
    sections: [tight(words.join('\n')), ...sections],
    text: [...words, ...sections].join('\n'),
  }
}

/** What front matter says in words; ids and numbers are left out. */
function textsIn(value) {
  if (typeof value === 'string') return new RegExp(`[${HAN} ]`).test(value) ? [value] : []
  return value && typeof value === 'object' ? Object.values(value).flatMap(textsIn) : []
}

/** Heading to heading, as tight text, and all blocks of prose; code counts but is not chosen from. */
function sectionsOf(body) {
  const sections = []
  const blocks = []
  let section = []
  let block = []
  let fence = null
  const endBlock = () => {
    const text = block.join('\n').replace(new RegExp(`(?<=[${HAN}，。、；：])\\n`, 'g'), '').replace(/\n/g, ' ')
    if (text) section.push(tight(text)) && blocks.push(text)
    block = []
  }
  const endSection = () => {
    endBlock()
    if (section.length) sections.push(section.join('\n'))
    section = []
  }
  for (const line of body.replace(/<!--[\s\S]*?-->/g, '').split('\n')) {
    const mark = line.match(/^\s*(```+|~~~+)/)?.[1]
    if (fence ? mark?.startsWith(fence) : mark) {
      endBlock()
      fence = fence ? null : mark
    } else if (fence) section.push(tight(line))
    else if (/^#+\s/.test(line)) {
      endSection()
      section.push(tight(proseOf(line)))
    } else if (/^\s*(:::|\||[-*+>] |\d+[.)] |$)/.test(line)) {
      endBlock()
      block.push(...proseOf(line).split('|').filter(Boolean))
      if (line.includes('|')) endBlock()
    } else block.push(proseOf(line))
  }
  endSection()
  return [sections, blocks]
}

const proseOf = (line) =>
  line
    .replace(/!?\[([^\]]*)\]\([^)]*\)/g, '$1')
    .replace(/\{[^}]*=[^}]*\}|<[^>]+>/g, '')
    .replace(/^\s*(#+|:::+ *\w*|[-*+>]|\d+[.)])\s*/, '')
    .replace(/[*`_~]{1,3}(?=\S)|(?<=\S)[*`_~]{1,3}/g, '')
    .trim()

/** The words a built page shows, by the anchor that leads to them. */
function shownIn(html) {
  const main = html.match(/<main\b[\s\S]*<\/main>/)?.[0] ?? ''
  const own = main.replace(/<nav\b[\s\S]*?<\/nav>/g, '').replace(/<section class="imprint"[\s\S]*/, '')
  const parts = own.split(/(?=<h[1-6]\b)/)
  const shown = new Map([['', words(own)]])
  const loose = []
  parts.forEach((part, at) => {
    for (const [whole, id] of part.matchAll(/<[a-z0-9]+\b[^>]*?\sid="([^"]+)"/g)) {
      const after = part.slice(part.indexOf(whole))
      // A block whose first word is its own heading goes on with that.
      const text = words(after).trim() ? after : (parts[at + 1] ?? '')
      shown.set(entities(id), words(text))
    }
    if (!/^<h[1-6]\b[^>]*\sid=/.test(part)) loose.push(words(part))
  })
  // A result without an anchor means the page's head, and what a template shows beside its text.
  shown.set('(head)', loose.join('\n'))
  return shown
}

const words = (html) =>
  tight(
    entities(
      html
        .replace(/\n/g, ' ')
        .replace(/<\/(p|li|h\d|td|th|div|summary|figcaption|dt|dd|pre)>|<br>/g, '\n')
        .replace(/<[^>]+>/g, ''),
    ),
  )

const entities = (text) =>
  text
    .replace(/&#x([0-9a-f]+);/gi, (_, code) => String.fromCodePoint(parseInt(code, 16)))
    .replace(/&#(\d+);/g, (_, code) => String.fromCodePoint(Number(code)))
    .replace(/&lt;/g, '<')
    .replace(/&gt;/g, '>')
    .replace(/&quot;/g, '"')
    .replace(/&nbsp;/g, ' ')
    .replace(/&amp;/g, '&')
