// What a page says to a screen reader and to eyes that see little: axe, contrast, headings,
// landmarks, languages. Every check gives sentences; none means all is well.

import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'

const axeSource = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')

const levels = { type: 'tag', values: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'] }
// What may change with the colours and the size of the letters; the rest of the page stays as it is.
const looks = { type: 'rule', values: ['color-contrast', 'target-size', 'link-in-text-block'] }

/** What axe finds against WCAG 2.2 A and AA, and against 7:1; `all` rules or those of looks only. */
export async function axe(page, { all = true } = {}) {
  // Evaluated by the debugger, so the page's own security policy stays as it is.
  if (!(await page.evaluate(() => 'axe' in window))) await page.evaluate(axeSource)
  const violations = await page.evaluate(
    async (runOnly) => {
      const options = { runOnly, rules: { 'color-contrast-enhanced': { enabled: true } }, resultTypes: ['violations'] }
      if (runOnly.type === 'rule') options.runOnly.values = [...runOnly.values, 'color-contrast-enhanced']
      const { violations } = await window.axe.run(document, options)
      return violations.map(({ id, help, nodes }) => ({
        id,
        help,
        where: nodes.map(({ target, any }) => {
          const data = any.find(({ data }) => data?.contrastRatio)?.data
          return target.join(' ') + (data ? ` (${data.contrastRatio}:1, ${data.fgColor} on ${data.bgColor}, ${data.fontSize})` : '')
        }),
      }))
    },
    all ? levels : looks,
  )
  return violations.map(({ id, help, where }) => ({
    contrast: id === 'color-contrast-enhanced',
    sentence: `${id}: ${help}; ${where.length} times, at ${where.slice(0, 3).join(' and ')}`,
  }))
}

/** One h1, levels in order, ids once, landmarks, the language it says it is in, no empty heading. */
export function structure(page, language) {
  return page.evaluate((language) => {
    const found = []
    const name = (element) => `<${element.localName}> “${element.textContent.trim().replace(/\s+/g, ' ').slice(0, 30)}”`
    const gone = (node) => {
      for (let at = node; at && at !== document.body; at = at.parentElement) {
        if (getComputedStyle(at).display === 'none') return true
      }
      return false
    }
    const lang = document.documentElement.lang
    if (!lang || lang.split('-')[0] !== language) found.push(`html[lang] is “${lang}” on a page in ${language}`)
    if (!document.title.trim()) found.push('the title is empty')

    const headings = [...document.querySelectorAll('h1, h2, h3, h4, h5, h6')].filter((heading) => !gone(heading))
    const firsts = headings.filter((heading) => heading.localName === 'h1')
    if (firsts.length !== 1) found.push(`${firsts.length} h1 headings: ${firsts.map(name).join(', ')}`)
    let before = 0
    for (const heading of headings) {
      const level = +heading.localName[1]
      if (level > before + 1) found.push(`${name(heading)} comes after level ${before}: a level is skipped`)
      before = level
      if (!heading.textContent.trim() && !heading.querySelector('img[alt]')) found.push(`an ${heading.localName} without words`)
      if (empty(heading, level)) found.push(`nothing stands under the heading ${name(heading)}`)
    }
    // Nothing to read before the next heading of this or a higher level, or before its section ends.
    function empty(heading, level) {
      const within = heading.parentElement.closest('section, article, main, aside, nav, dialog, details, li') ?? document.body
      const walker = document.createTreeWalker(within, NodeFilter.SHOW_ELEMENT | NodeFilter.SHOW_TEXT)
      walker.currentNode = heading
      for (let node = walker.nextNode(); node; node = walker.nextNode()) {
        if (heading.contains(node)) continue
        if (node.nodeType === Node.TEXT_NODE) {
          if (node.data.trim() && !['SCRIPT', 'STYLE', 'TEMPLATE'].includes(node.parentElement.localName.toUpperCase()) && !gone(node.parentElement)) return false
        } else if (/^h[1-6]$/.test(node.localName)) {
          if (!gone(node)) return +node.localName[1] <= level
        } else if (['img', 'svg', 'input', 'textarea', 'audio', 'video', 'canvas'].includes(node.localName) && !gone(node)) return false
      }
      return true
    }

    const ids = new Map()
    for (const { id } of document.querySelectorAll('[id]')) ids.set(id, (ids.get(id) ?? 0) + 1)
    for (const [id, times] of ids) if (times > 1) found.push(`the id “${id}” is there ${times} times`)
    for (const link of document.querySelectorAll('a[href^="#"]')) {
      const id = decodeURIComponent(link.getAttribute('href').slice(1))
      if (id && !ids.has(id)) found.push(`a link leads to “#${id}”, which is not on the page`)
    }

    const own = (selector) =>
      [...document.querySelectorAll(selector)].filter((element) => !element.parentElement.closest('article, aside, main, nav, section'))
    const landmarks = [
      ['main', document.querySelectorAll('main, [role=main]').length],
      ['header', own('header, [role=banner]').length],
      ['footer', own('footer, [role=contentinfo]').length],
    ]
    for (const [landmark, count] of landmarks) if (count !== 1) found.push(`${count} landmarks “${landmark}”, not one`)
    const names = new Map()
    for (const nav of document.querySelectorAll('nav, [role=navigation]')) {
      const label = nav.getAttribute('aria-label') ?? document.getElementById(nav.getAttribute('aria-labelledby'))?.textContent
      if (!label?.trim()) found.push(`a nav.${nav.className || 'without class'} has no name`)
      else names.set(label, (names.get(label) ?? 0) + 1)
    }
    for (const [label, times] of names) if (times > 1) found.push(`${times} navs are called “${label}”`)
    return found
  }, language)
}

/**
 * Words in another language than the page says they are in: a screen reader would read them out
 * in the wrong voice. Names within a sentence are no fault; a whole sentence is.
 */
export function voices(page) {
  return page.evaluate(() => {
    const found = []
    const sentence = { zh: /(?:[A-Za-z][a-z'’-]*[ ,]+){7}[A-Za-z]/, en: /\p{Script=Han}{4}.*[，。！？]|\p{Script=Han}{12}/u }
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT)
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      const at = node.parentElement
      if (at.closest('script, style, template, noscript, code, pre, kbd, samp, textarea') || !at.checkVisibility()) continue
      const language = at.closest('[lang]')?.lang.split('-')[0]
      const match = sentence[language]?.exec(node.data)
      if (match) found.push(`“${match[0].slice(0, 40)}” is said to be in ${language} (<${at.localName} class="${at.className}">)`)
    }
    return found
  })
}

/** No Han is set in italics, and nothing keeps the reader's own size of letters away. */
export function letters(page) {
  return page.evaluate(() => {
    const found = new Set()
    // As it is written: what is computed does not tell `none` from 100 %.
    for (const sheet of document.styleSheets) {
      for (const { cssText } of sheet.cssRules) {
        const none = cssText.match(/[^{}]*\{[^{}]*text-size-adjust:\s*none/)
        if (none) found.add(`text-size-adjust: none at ${none[0].split('{')[0].trim()}`)
      }
    }
    for (const element of document.querySelectorAll('body, body *')) {
      const style = getComputedStyle(element)
      const own = [...element.childNodes].filter((node) => node.nodeType === Node.TEXT_NODE).map((node) => node.data).join('')
      if (style.fontStyle !== 'normal' && /\p{Script=Han}/u.test(own) && element.checkVisibility()) {
        found.add(`Han in italics: <${element.localName} class="${element.className}"> “${own.trim().slice(0, 20)}”`)
      }
    }
    return [...found]
  })
}
