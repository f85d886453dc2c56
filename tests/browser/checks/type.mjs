// What is large enough to be read and to be touched.

/** Controls that are smaller than a finger. `main` is what buttons and the bars must reach. */
export function targets(page, { main }) {
  return page.evaluate((main) => {
    const found = []
    const least = 44
    const seen = (element) => element.checkVisibility({ opacityProperty: true, visibilityProperty: true })
    const inSentence = (link) => {
      if (link.localName !== 'a' || getComputedStyle(link).display !== 'inline') return false
      const block = link.closest('p, li, td, th, dd, dt, figcaption, blockquote, h1, h2, h3, h4, h5, h6, caption')
      if (!block) return false
      const words = block.cloneNode(true)
      words.querySelectorAll('a, button, .away, ul, ol, table, script').forEach((part) => part.remove())
      return /[\p{L}\p{N}]{2}/u.test(words.textContent)
    }
    const boxOf = (control) => {
      const rects = [control.getBoundingClientRect()]
      // A tick in its label is touched anywhere on the label.
      if (['checkbox', 'radio'].includes(control.type)) {
        for (const label of control.labels ?? []) rects.push(label.getBoundingClientRect())
      }
      const left = Math.min(...rects.map((rect) => rect.left))
      const right = Math.max(...rects.map((rect) => rect.right))
      const top = Math.min(...rects.map((rect) => rect.top))
      const bottom = Math.max(...rects.map((rect) => rect.bottom))
      return { width: right - left, height: bottom - top }
    }
    const controls = document.querySelectorAll('a[href], button, input:not([type=hidden]), select, textarea, summary, [role=button], audio[controls]')
    for (const control of controls) {
      const tick = ['checkbox', 'radio'].includes(control.type) && control.labels?.length > 0
      if (control.closest('.skip, .away, svg') || !(seen(control) || (tick && seen(control.labels[0])))) continue
      const { width, height } = boxOf(control)
      if (width === 0 || height === 0 || inSentence(control)) continue
      const isMain = control.matches('.bar .btn, .bottom a, .do .btn, button') || control.localName === 'summary'
      const wanted = isMain ? main : least
      if (width < wanted - 0.5 || height < wanted - 0.5) {
        const words = (control.getAttribute('aria-label') ?? control.textContent ?? '').trim().replace(/\s+/g, ' ').slice(0, 24)
        const where = control.parentElement.closest('[class]')
        found.push({
          size: Math.min(width, height),
          sentence: `<${control.localName}> “${words}” in .${(where?.className ?? '').toString().trim().split(/\s+/).join('.')} is ${Math.round(width)} × ${Math.round(height)} px, not ${wanted}`,
        })
      }
    }
    return found.map(({ sentence }) => sentence)
  }, main)
}

/** The smallest control that is not in a sentence, for the table of measured values. */
export async function smallestTarget(page) {
  const sizes = (await targets(page, { main: 1000 })).map((sentence) => sentence.match(/ is (\d+) × (\d+) px/)).filter(Boolean)
  return Math.min(...sizes.flatMap(([, width, height]) => [+width, +height]))
}

/** Size of the letters, lines and paragraphs; `size` is what body text must have in pixels. */
export function type(page, { size, times = 1 }) {
  return page.evaluate(
    ({ size, times }) => {
      const found = []
      const body = parseFloat(getComputedStyle(document.body).fontSize)
      if (body < size * times - 0.2) found.push(`body text is ${body} px, not ${size * times}`)
      const words = (element) => element.textContent.trim().replace(/\s+/g, ' ')
      for (const paragraph of document.querySelectorAll('.text p')) {
        if (!paragraph.checkVisibility() || words(paragraph).length < 2 || paragraph.closest('figcaption, pre, .away, .footnotes, .block-title, .key-why')) continue
        const style = getComputedStyle(paragraph)
        const font = parseFloat(style.fontSize)
        const line = parseFloat(style.lineHeight) / font
        const zh = paragraph.closest('[lang]')?.lang.startsWith('zh')
        const least = zh ? 1.75 : 1.5
        const begins = `“${words(paragraph).slice(0, 20)}”`
        if (line < least - 0.005) found.push(`the lines of ${begins} are ${line.toFixed(2)} high, not ${least}`)
        if (font < body * 0.85) found.push(`the letters of ${begins} are ${font.toFixed(1)} px beside ${body.toFixed(1)}`)
        const next = paragraph.nextElementSibling
        if (paragraph.matches('.text > p') && next?.localName === 'p' && !next.className && !paragraph.className) {
          const gap = next.getBoundingClientRect().top - paragraph.getBoundingClientRect().bottom
          const lineGap = (line - 1) * font
          // In columns the next paragraph may stand beside this one.
          if (gap >= 0 && gap < 1.3 * lineGap - 0.5) found.push(`${gap.toFixed(1)} px under ${begins} are less than 1.3 times the gap of its lines, ${lineGap.toFixed(1)}`)
        }
        // How long its lines are: by the letters on those that are full.
        // Of the words alone: a link has boxes of its own around them.
        const rects = []
        const walk = document.createTreeWalker(paragraph, NodeFilter.SHOW_TEXT)
        for (let node = walk.nextNode(); node; node = walk.nextNode()) {
          const range = document.createRange()
          range.selectNodeContents(node)
          rects.push(...[...range.getClientRects()].filter((rect) => rect.width > 0))
        }
        if (rects.length === 0) continue
        const left = Math.min(...rects.map((rect) => rect.left))
        const right = Math.max(...rects.map((rect) => rect.right))
        if (zh && right - left > 40 * font + 1) found.push(`the lines of ${begins} hold ${((right - left) / font).toFixed(1)} Han, not 40`)
        if (!zh) {
          const rows = new Map()
          for (const rect of rects) {
            const row = Math.round((rect.top + rect.height / 2) / (font * 0.8))
            rows.set(row, (rows.get(row) ?? 0) + rect.width)
          }
          const all = [...rows.values()].reduce((sum, width) => sum + width, 0)
          const letters = (words(paragraph).length / all) * Math.max(...rows.values())
          if (rows.size > 3 && letters > 75) found.push(`the lines of ${begins} hold ${Math.round(letters)} characters, not 75`)
        }
      }
      return found
    },
    { size, times },
  )
}
