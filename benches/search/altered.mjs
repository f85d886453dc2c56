// Queries that are not what stands in the text: slips of the finger, other scripts and widths, the
// sound instead of the sign, and words that stand nowhere. What is right is decided by the unaltered
// substring.

import { tight } from './source.mjs'
import { tool } from './tools.mjs'

const { Converter } = tool('opencc-js')
const { pinyin } = tool('pinyin-pro')
const toTraditional = Converter({ from: 'cn', to: 'tw' })
const LETTERS = 'abcdefghijklmnopqrstuvwxyz'

/** The classes this file knows, as `queries.mjs` wants them. */
export function altered(corpus) {
  return {
    'typo in a word': [corpus.en, (page) => typo(corpus, page)],
    'one wrong character': [corpus.zh, (page) => wrongCharacter(corpus, page)],
    'one missing character': [corpus.zh, (page) => missingCharacter(corpus, page)],
    pinyin: [corpus.zh, (page) => byPinyin(corpus, page, 2, 6, full)],
    'pinyin initials': [corpus.zh, (page) => byPinyin(corpus, page, 3, 6, initials)],
    traditional: [corpus.zh, (page) => traditional(corpus, page)],
    'full width': [corpus.pages, (page) => fullWidth(corpus, page)],
    numerals: [corpus.zh, (page) => numerals(corpus, page)],
    nothing: [corpus.pages, (page) => nothing(corpus, page)],
  }
}

const without = (text, at, put = '') => text.slice(0, at) + put + text.slice(at + 1)

/** One letter changed, left out, put in or swapped in a telling word. */
function typo(corpus, page) {
  const { dice } = corpus
  const words = [...new Set(tight(page.blocks.join('\n')).match(/(?<![a-z])[a-z]{5,}(?![a-z])/g))]
  const word = dice.pick(words)
  if (!word || !corpus.telling(word)) return null
  // Few people miss the first letter.
  const at = 1 + dice.below(word.length - 1)
  const letter = LETTERS[dice.below(26)]
  const edits = [
    () => without(word, at, letter),
    () => without(word, at),
    () => word.slice(0, at) + letter + word.slice(at),
    () => word.slice(0, at - 1) + word[at] + word[at - 1] + word.slice(at + 1),
  ]
  const text = dice.pick(edits)()
  // Another word's beginning is no mistake that a program could see, and of two words that are as
  // near nobody can say which was meant.
  const near = [...corpus.latin.keys()].filter((other) => isOneEdit(text, other))
  return corpus.all.includes(text) || near.length > 1 ? null : { text, wanted: corpus.holding(word), original: word, anchored: false }
}

/** Whether one letter changed, left out, put in or swapped makes one word of the other. */
function isOneEdit(one, other) {
  const gap = one.length - other.length
  if (Math.abs(gap) > 1) return false
  let at = 0
  while (at < one.length && one[at] === other[at]) at++
  const [rest, others] = [one.slice(at), other.slice(at)]
  if (gap > 0) return rest.slice(1) === others
  if (gap < 0) return rest === others.slice(1)
  return rest.slice(1) === others.slice(1) || rest.slice(0, 2) + others.slice(2) === others[1] + others[0] + rest.slice(2)
}

function wrongCharacter(corpus, page) {
  const phrase = corpus.phrase(page, 4, 8)
  if (!phrase) return null
  const other = corpus.dice.pick(corpus.dice.pick(corpus.runs(corpus.dice.pick(corpus.zh))) ?? '的')
  const text = without(phrase, corpus.dice.below(phrase.length), other)
  return corpus.all.includes(text) ? null : { text, wanted: corpus.holding(phrase), original: phrase, anchored: false }
}

function missingCharacter(corpus, page) {
  const phrase = corpus.phrase(page, 4, 8)
  const text = phrase && without(phrase, 1 + corpus.dice.below(phrase.length - 1))
  // What is left may be a phrase of its own.
  return !text || corpus.all.includes(text) ? null : { text, wanted: corpus.holding(phrase), original: phrase, anchored: false }
}

const full = (text) => pinyin(text, { toneType: 'none', type: 'array', v: true }).join('')
const initials = (text) => pinyin(text, { toneType: 'none', type: 'array', pattern: 'first' }).join('')

/** The beginning of a title by its sound. A title that sounds the same is as right. */
function byPinyin(corpus, page, from, to, spell) {
  const part = corpus.titlePart(page, from, to)
  if (!part) return null
  const text = spell(part)
  if (!/^[a-z]+$/.test(text)) return null
  corpus.spelt ??= corpus.pages.map((page) => [page.path, spell(tight(page.title).replace(/[^\u4e00-\u9fff]/g, ' '))])
  const alike = corpus.spelt.filter(([, sound]) => sound.includes(text)).map(([path]) => path)
  return { text, wanted: new Set([...corpus.holding(part), ...alike]) }
}

function traditional(corpus, page) {
  const phrase = corpus.phrase(page, 3, 8)
  const text = phrase && toTraditional(phrase)
  return !text || text === phrase ? null : { text, wanted: corpus.holding(phrase), original: phrase }
}

/** Letters and digits as an input method makes them when it is set to full width. */
function fullWidth(corpus, page) {
  const found = tight(page.blocks.join('\n')).match(/[\u4e00-\u9fff]{2}[a-z]{3,}|(?<![a-z])[a-z]{4,}(?![a-z])|\d{1,4}[\u4e00-\u9fff]{2,3}/g)
  const original = corpus.dice.pick(found ?? [])
  if (!original || !corpus.telling(original)) return null
  const text = original.replace(/[!-~]/g, (letter) => String.fromCharCode(letter.charCodeAt(0) + 0xfee0))
  return { text, wanted: corpus.holding(original), original, anchored: false }
}

const DIGITS = '零一二三四五六七八九'
const UNITS = '个月|分钟|小时|[期次位人步天周章条项种户岁层年楼号点课月日级轮届组名]'
const BEFORE = '(?<![0-9.零一二三四五六七八九十百千万亿点])'
const NUMBER = new RegExp(`${BEFORE}(?:[1-9]\\d?|[二三四五六七八九]?十[一二三四五六七八九]?|[一二三四五六七八九])(?:${UNITS})[\\u4e00-\\u9fff]{1,3}`, 'g')

/** A number beside Han, written the other way: 14期 and 十四期. Both ways are right. */
function numerals(corpus, page) {
  const original = corpus.dice.pick(page.blocks.flatMap((block) => tight(block).match(NUMBER) ?? []))
  if (!original || !corpus.telling(original)) return null
  const number = original.match(/^(\d+|[一二三四五六七八九十]+)/)[0]
  const text = (/\d/.test(number) ? inHan(Number(number)) : String(ofHan(number))) + original.slice(number.length)
  return { text, wanted: new Set([...corpus.holding(original), ...corpus.holding(text)]), original, anchored: false }
}

function inHan(number) {
  const [tens, ones] = [Math.floor(number / 10), number % 10]
  return (tens > 1 ? DIGITS[tens] : '') + (tens ? '十' : '') + (ones ? DIGITS[ones] : '')
}

function ofHan(text) {
  const [tens, ones] = text.includes('十') ? text.split('十') : ['零', text]
  return 10 * (tens ? DIGITS.indexOf(tens) : 1) + (ones ? DIGITS.indexOf(ones) : 0)
}

/** Han of which no two neighbours stand together anywhere, or letters that begin no word and no sound. */
function nothing(corpus, page) {
  const { dice } = corpus
  if (page.lang === 'en') {
    // `vk` and the like are in no English word and in no pinyin, full or by initials.
    const some = () => LETTERS[dice.below(26)]
    const text = `${some()}i${some()}vk${some()}u${some()}`
    return corpus.all.includes(text.slice(0, 4)) ? null : { text, wanted: new Set() }
  }
  corpus.characters ??= [...new Set(corpus.all.match(/[\u4e00-\u9fff]/g))]
  let text = ''
  for (let turn = 0; turn < 400 && text.length < 4; turn++) {
    const next = dice.pick(corpus.characters)
    if (!text || !corpus.all.includes(text.at(-1) + next)) text += next
  }
  return text.length === 4 ? { text, wanted: new Set() } : null
}
