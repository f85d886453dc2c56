// Draws queries from the source of a handbook, class by class, and says what each must find. Every
// query is a plain substring of what an author wrote, or such a substring altered on purpose; the
// same handbook and the same seed give the same queries.
//
// A query is {kind, text, lang, wanted, original}: `wanted` is the set of page paths that are right,
// `original` the substring that the right section shows, where one place is meant.

import { altered } from './altered.mjs'
import { dice } from './dice.mjs'
import { tight } from './source.mjs'

const HAN_RUN = /[\u4e00-\u9fff]{2,}/g
const WORD = /[a-z]{3,}/g
const segmenter = new Intl.Segmenter('zh', { granularity: 'word' })
export const segments = (run) => [...segmenter.segment(run)].map((part) => part.segment)

/** What all classes ask of a handbook. */
class Corpus {
  constructor(pages, seed) {
    this.pages = pages
    this.dice = dice(seed)
    this.zh = pages.filter((page) => /[\u4e00-\u9fff]/.test(page.blocks.join('')))
    this.en = pages.filter((page) => page.lang === 'en')
    this.all = pages.map((page) => page.text).join('\n')
    /** In how many pages a Latin word stands. */
    this.latin = new Map()
    for (const page of pages) {
      for (const word of new Set(page.text.match(WORD))) this.latin.set(word, (this.latin.get(word) ?? 0) + 1)
    }
    this.counts = new Map()
  }

  /** Paths of the pages that contain the text. */
  holding(text) {
    const wanted = tight(text)
    return new Set(this.pages.filter((page) => page.text.includes(wanted)).map((page) => page.path))
  }

  /** Paths of the pages with both texts between one heading and the next. */
  holdingBoth(one, other) {
    const both = (section) => section.includes(tight(one)) && section.includes(tight(other))
    return new Set(this.pages.filter((page) => page.sections.some(both)).map((page) => page.path))
  }

  /** Whether a word tells something: on a tenth of the pages, or three, at most. */
  telling(word) {
    if (!this.counts.has(word)) this.counts.set(word, this.holding(word).size)
    return this.counts.get(word) <= Math.max(3, this.pages.length / 10)
  }

  runs(page) {
    return page.blocks.flatMap((block) => tight(block).match(HAN_RUN) ?? [])
  }

  /** Words of a Han run from some word on, as many as make `from` to `to` characters. */
  phrase(page, from, to) {
    const runs = this.runs(page).filter((run) => run.length >= from)
    if (!runs.length) return null
    const words = segments(this.dice.pick(runs))
    const start = this.dice.below(words.length)
    let text = ''
    const wanted = from + this.dice.below(to - from + 1)
    for (const word of words.slice(start)) {
      if (text.length + word.length > to) break
      text += word
      if (text.length >= wanted) break
    }
    return text.length >= from ? text : null
  }

  /** The first so many words of a page's title, if they are Han. */
  titlePart(page, from, to) {
    const run = tight(page.title).match(HAN_RUN)?.find((part) => part.length >= from)
    if (!run) return null
    let text = ''
    for (const word of segments(run)) {
      if (text.length + word.length > to) break
      text += word
    }
    return text.length >= from ? text : null
  }
}

/** Tries pages at random until there are `count` different queries, or the handbook has no more. */
function draw(corpus, kind, pages, count, make) {
  const queries = new Map()
  for (let turn = 0; turn < count * 40 && queries.size < count && pages.length; turn++) {
    const page = corpus.dice.pick(pages)
    const made = make(page)
    if (!made || queries.has(made.text)) continue
    const original = made.original === undefined ? undefined : tight(made.original)
    // What the built page does not show (a trainer's notes, say) no reader can look for.
    if (original !== undefined && !page.shown.get('').includes(original)) continue
    queries.set(made.text, { kind, lang: page.lang, ...made, original: made.anchored === false ? undefined : original })
  }
  return [...queries.values()]
}

/** The classes in the order of the table: name and how one query is made of a page. */
function classes(corpus) {
  const { dice } = corpus
  const exact = (text) => text && { text, wanted: corpus.holding(text), original: text }
  return {
    title: [corpus.pages, (page) => ({ text: page.title, wanted: samePages(corpus, page.title, ['title']) })],
    phrase: [corpus.zh, (page) => exact(corpus.phrase(page, 4, 8))],
    'phrase cutting words': [corpus.zh, (page) => exact(cutPhrase(corpus, page))],
    'two characters': [corpus.zh, (page) => exact(twoCharacters(corpus, page))],
    'two words joined': [corpus.zh, (page) => twoWords(corpus, page, '')],
    'two words with a space': [corpus.zh, (page) => twoWords(corpus, page, ' ')],
    'mixed zh and en': [corpus.zh, (page) => mixed(corpus, page)],
    'rare word': [corpus.en, (page) => rareWord(corpus, page)],
    prefix: [corpus.en, (page) => prefix(corpus, page)],
    ...altered(corpus),
    question: [corpus.pages, (page) => question(corpus, page, dice)],
  }
}

/** All queries of a handbook. `only` names classes; `count` is how many of each are wanted. */
export function draws(pages, { count, seed, only }) {
  const names = Object.keys(classes(new Corpus(pages, seed)))
  return names
    .filter((name) => !only || only.includes(name))
    .flatMap((name) => {
      // A class has its own dice: leaving one out changes no other.
      const corpus = new Corpus(pages, `${seed} ${name}`)
      const [from, make] = classes(corpus)[name]
      return draw(corpus, name, from, count, make)
    })
}

function samePages(corpus, text, fields) {
  const wanted = tight(text)
  const has = (page) => fields.some((field) => [page[field]].flat().some((value) => tight(value) === wanted))
  return new Set(corpus.pages.filter(has).map((page) => page.path))
}

/** Three to seven characters that begin or end within a word. */
function cutPhrase(corpus, page) {
  const run = corpus.dice.pick(corpus.runs(page).filter((text) => text.length >= 5))
  if (!run) return null
  const edges = new Set()
  segments(run).reduce((at, word) => (edges.add(at), at + word.length), 0)
  const length = 3 + corpus.dice.below(5)
  const start = corpus.dice.below(Math.max(1, run.length - length))
  const end = start + length
  const cuts = end < run.length && (!edges.has(start) || !edges.has(end))
  return cuts ? run.slice(start, end) : null
}

function twoCharacters(corpus, page) {
  const run = corpus.dice.pick(corpus.runs(page))
  const word = run && corpus.dice.pick(segments(run))
  return word?.length === 2 && corpus.telling(word) ? word : null
}

/** Two telling words of one section in their order, what stood between them left out. */
function twoWords(corpus, page, between) {
  const section = corpus.dice.pick(page.sections)
  const words = (section.match(HAN_RUN) ?? []).flatMap(segments).filter((word) => word.length >= 2)
  const at = corpus.dice.below(Math.max(1, words.length - 1))
  const [one, other] = [words[at], words[at + 1 + corpus.dice.below(3)]]
  if (!other || one === other || !corpus.telling(one) || !corpus.telling(other)) return null
  if (section.includes(one + other) || !page.shown.get('').includes(one)) return null
  return { text: one + between + other, wanted: corpus.holdingBoth(one, other) }
}

/** Words on both sides of where Han meets Latin, with the space between them or without. */
function mixed(corpus, page) {
  const near = /([\u4e00-\u9fff]{2,})([a-z][a-z0-9.-]*[a-z0-9])([\u4e00-\u9fff]*)/g
  const found = corpus.dice.pick(page.blocks.flatMap((block) => [...tight(block).matchAll(near)]))
  if (!found) return null
  const before = segments(found[1]).slice(-1 - corpus.dice.below(2)).join('')
  const after = corpus.dice.below(3) === 0 && found[3] ? segments(found[3])[0] : ''
  const original = before + found[2] + after
  const gap = corpus.dice.below(2) ? ' ' : ''
  const text = [before, found[2], after].filter(Boolean).join(gap)
  return before.length < 2 ? null : { text, wanted: corpus.holding(original), original }
}

function rareWord(corpus, page) {
  const words = [...new Set(tight(page.blocks.join('\n')).match(WORD))]
  const rare = words.filter((word) => word.length >= 4 && corpus.latin.get(word) <= 2)
  const text = corpus.dice.pick(rare)
  return text && { text, wanted: corpus.holding(text), original: text, anchored: false }
}

/** The first four to six letters of a longer telling word, as while typing. */
function prefix(corpus, page) {
  const words = [...new Set(tight(page.blocks.join('\n')).match(WORD))]
  const word = corpus.dice.pick(words.filter((word) => word.length >= 7))
  if (!word || !corpus.telling(word)) return null
  const text = word.slice(0, 4 + corpus.dice.below(3))
  const begins = new RegExp(`(?<![a-z0-9])${text}`)
  return { text, wanted: new Set(corpus.pages.filter((page) => begins.test(page.text)).map((page) => page.path)) }
}

const FRAMES = {
  zh: ['请问X', 'X怎么办', '怎么X', '有没有X', '我们想X，从哪里开始', '关于X要注意什么', 'X是什么意思', 'X吗'],
  en: ['how do I X', 'what if X', 'where can I find X?', 'what is X', 'please tell me about X', 'X, what now?'],
}
/** What already asks is only led in. */
const LEADS = { zh: ['请问X', '我想问一下，X？', '我们这里X', 'X啊'], en: ['please, X?', 'a question: X', 'X please'] }

/** An ask, a synonym or a short title in other words around it. */
function question(corpus, page, dice) {
  const { lang } = page
  const title = tight(page.title).length <= (lang === 'zh' ? 14 : 40) ? [page.title] : []
  const ask = page.asks.length > 0 && dice.below(2) === 0
  const core = dice.pick(ask ? page.asks : [...page.synonyms, ...title])
  if (!core || tight(core).length < 3) return null
  const frame = dice.pick((ask ? LEADS : FRAMES)[lang] ?? FRAMES.zh)
  const wanted = samePages(corpus, core, ['title', 'asks', 'synonyms'])
  return { text: frame.replace('X', core.replace(/[？?。.]$/, '')), wanted }
}
