// Whether all that is on a page can be seen: nothing beside the screen, nothing cut, nothing on top
// of another thing, at whatever width and size of letters the page has when it is called.

/** Everything this file knows about the look of the page as it is now; sentences. */
export async function seen(page, checks = ['sideways', 'cut', 'overlaps', 'pictures']) {
  if (!(await page.evaluate(() => '__look' in window))) await page.evaluate(install)
  return page.evaluate((checks) => checks.flatMap((check) => window.__look[check]().map((sentence) => [check, sentence])), checks)
}

// Runs in the page.
function install() {
  const name = (element) => {
    const words = element.textContent.trim().replace(/\s+/g, ' ').slice(0, 24)
    const kind = typeof element.className === 'string' && element.className ? `.${element.className.trim().replace(/\s+/g, '.')}` : ''
    return `<${element.localName}${kind}>${words ? ` “${words}”` : ''}`
  }
  const shown = (element) => element.checkVisibility({ opacityProperty: true, visibilityProperty: true })
  const styles = new Map()
  const styleOf = (element) => styles.get(element) ?? styles.set(element, getComputedStyle(element)).get(element)
  // For screen readers alone, or put aside until it has the focus: named so, or as small as a point.
  const aside = (element) => {
    for (let at = element; at && at !== document.body; at = at.parentElement) {
      if (at.matches('.away, .skip') || (at.clientWidth === 1 && at.clientHeight === 1)) return true
    }
    return false
  }
  const scrolls = (value) => value === 'auto' || value === 'scroll'
  const clips = (value) => value === 'hidden' || value === 'clip'
  const fixed = (element) => {
    for (let at = element; at; at = at.parentElement) if (['fixed', 'sticky'].includes(styleOf(at).position)) return true
    return false
  }

  /** Every line of visible text: {node, element, box}; the box is that of the letters, not of the line. */
  function texts() {
    const lines = []
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT)
    const range = document.createRange()
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      const element = node.parentElement
      if (!node.data.trim() || ['script', 'style', 'template', 'noscript', 'option', 'textarea'].includes(element.localName)) continue
      // What is folded has a place all the same.
      if (element.closest('details:not([open])') && !element.closest('summary')) continue
      if (element.closest('svg') || aside(element) || !shown(element)) continue
      range.selectNodeContents(node)
      const size = parseFloat(styleOf(element).fontSize)
      for (const rect of range.getClientRects()) {
        if (rect.width < 1 || rect.height < 1) continue
        const upright = styleOf(element).writingMode.startsWith('horizontal')
        const middle = upright ? rect.top + rect.height / 2 : rect.left + rect.width / 2
        const box = upright
          ? { left: rect.left, right: rect.right, top: middle - size * 0.42, bottom: middle + size * 0.42 }
          : { left: middle - size * 0.42, right: middle + size * 0.42, top: rect.top, bottom: rect.bottom }
        lines.push({ node, element, box })
      }
    }
    return lines
  }

  /** The page is no wider than the screen, and nothing sticks out of it but in a scroller of its own. */
  function sideways() {
    styles.clear()
    const found = []
    const width = document.documentElement.clientWidth
    const whole = document.scrollingElement.scrollWidth
    if (whole > width) found.push(`the page is ${whole} px wide on a screen of ${width}`)
    const inScroller = (element) => {
      for (let at = element.parentElement; at && at !== document.body; at = at.parentElement) {
        if (scrolls(styleOf(at).overflowX) || clips(styleOf(at).overflowX)) return true
      }
      return false
    }
    for (const element of document.body.querySelectorAll('*')) {
      if (['script', 'style', 'option', 'br', 'wbr'].includes(element.localName) || element.closest('svg') !== null && element.localName !== 'svg') continue
      const rect = element.getBoundingClientRect()
      if (rect.width === 0 || rect.height === 0) continue
      const right = rect.right > width + 1
      if (!right && !(rect.left < -1)) continue
      if (aside(element) || !shown(element) || inScroller(element)) continue
      found.push(`${name(element)} reaches from ${Math.round(rect.left)} to ${Math.round(rect.right)} px on a screen of ${width}`)
      if (found.length > 3) break
    }
    for (const { element, box } of texts()) {
      if ((box.right > width + 1 || box.left < -1) && !inScroller(element) && !(scrolls(styleOf(element).overflowX))) {
        found.push(`words of ${name(element)} end at ${Math.round(box.right)} px on a screen of ${width}`)
        if (found.length > 5) break
      }
    }
    return found
  }

  /** No word is cut off by a box that hides what does not fit; decoration (aria-hidden) may be. */
  function cut() {
    styles.clear()
    const found = []
    const said = new Set()
    for (const { element, node, box } of texts()) {
      if (element.closest('[aria-hidden=true]') || aside(element)) continue
      for (let at = element; at && at !== document.documentElement; at = at.parentElement) {
        const style = styleOf(at)
        if (scrolls(style.overflowX) || scrolls(style.overflowY)) break
        const across = clips(style.overflowX)
        const down = clips(style.overflowY)
        if (!across && !down) continue
        const rect = at.getBoundingClientRect()
        const over = []
        if (across && (box.left < rect.left - 2 || box.right > rect.right + 2)) over.push('sideways')
        if (down && (box.top < rect.top - 2 || box.bottom > rect.bottom + 2)) over.push('downwards')
        if (over.length > 0 && !said.has(at)) {
          said.add(at)
          found.push(`“${node.data.trim().slice(0, 30)}” is cut ${over.join(' and ')} by ${name(at)}`)
        }
      }
    }
    return found
  }

  /** No words lie on other words; those of fixed bars are looked at by `covered`. */
  function overlaps() {
    styles.clear()
    const found = []
    const visible = (element, box) => {
      const part = { ...box }
      for (let at = element; at && at !== document.body; at = at.parentElement) {
        const style = styleOf(at)
        if (style.overflowX === 'visible' && style.overflowY === 'visible') continue
        const rect = at.getBoundingClientRect()
        part.left = Math.max(part.left, rect.left)
        part.right = Math.min(part.right, rect.right)
        part.top = Math.max(part.top, rect.top)
        part.bottom = Math.min(part.bottom, rect.bottom)
      }
      return part
    }
    const lines = texts()
      .filter(({ element }) => !fixed(element) && !element.closest('rt, ruby'))
      .map((line) => ({ ...line, box: visible(line.element, line.box) }))
      .filter(({ box }) => box.right > box.left && box.bottom > box.top)
      .sort((a, b) => a.box.top - b.box.top)
    for (const [index, one] of lines.entries()) {
      for (let next = index + 1; next < lines.length && lines[next].box.top < one.box.bottom; next++) {
        const other = lines[next]
        if (other.node === one.node) continue
        const across = Math.min(one.box.right, other.box.right) - Math.max(one.box.left, other.box.left)
        const down = Math.min(one.box.bottom, other.box.bottom) - Math.max(one.box.top, other.box.top)
        if (across > 3 && down > 3) {
          found.push(`“${one.node.data.trim().slice(0, 24)}” and “${other.node.data.trim().slice(0, 24)}” lie on each other (${Math.round(across)} × ${Math.round(down)} px, ${name(one.element.closest('p, li, td, th, div, section, nav, header, footer') ?? one.element)})`)
          if (found.length > 5) return found
        }
      }
    }
    return found
  }

  /** Pictures fit the screen, keep their shape, and are not blown up. */
  function pictures() {
    const found = []
    const width = document.documentElement.clientWidth
    for (const picture of document.querySelectorAll('img')) {
      if (!picture.complete || picture.naturalWidth === 0 || !shown(picture)) continue
      const rect = picture.getBoundingClientRect()
      const what = picture.getAttribute('src').split('/').pop()
      if (rect.width > width + 1) found.push(`the picture ${what} is ${Math.round(rect.width)} px wide on a screen of ${width}`)
      if (/\.svg$/.test(what)) continue
      if (rect.width > picture.naturalWidth + 1 || rect.height > picture.naturalHeight + 1) {
        found.push(`the picture ${what} of ${picture.naturalWidth} × ${picture.naturalHeight} is blown up to ${Math.round(rect.width)} × ${Math.round(rect.height)}`)
      }
      const bent = (rect.width / rect.height) / (picture.naturalWidth / picture.naturalHeight)
      if (rect.width > 8 && rect.height > 8 && (bent < 0.95 || bent > 1.05) && styleOf(picture).objectFit === 'fill') {
        found.push(`the picture ${what} of ${picture.naturalWidth} × ${picture.naturalHeight} is bent to ${Math.round(rect.width)} × ${Math.round(rect.height)}`)
      }
    }
    return found
  }

  window.__look = { sideways, cut, overlaps, pictures }
}

/** The bars of a small screen: the room they take, their words in one line, and none where it is low. */
export function bars(page, { share }) {
  return page.evaluate(async (share) => {
    const found = []
    const high = window.innerHeight
    const name = (element) => `<${element.localName} class="${element.className}">`
    const staying = [...document.querySelectorAll('body *')].filter((element) => {
      if (!['fixed', 'sticky'].includes(getComputedStyle(element).position) || !element.checkVisibility()) return false
      return !element.closest('table, .skip, .table')
    })
    if (high < 560) return staying.map((element) => `${name(element)} stays on a screen ${high} px high`)
    const bar = document.querySelector('header.bar, header')
    const all = new Set([bar, ...staying].filter(Boolean))
    const taken = [...all].filter((one) => ![...all].some((other) => other !== one && other.contains(one)))
    const height = taken.reduce((sum, element) => sum + element.getBoundingClientRect().height, 0)
    if (height > share * high) found.push(`the bars take ${Math.round(height)} of ${high} px: ${Math.round((height / high) * 100)} %, not ${share * 100} %`)
    // The end of the page can be read above a bar at the bottom.
    for (const element of staying) {
      window.scrollTo(0, document.documentElement.scrollHeight)
      await new Promise(requestAnimationFrame)
      const edge = element.getBoundingClientRect()
      if (edge.bottom < high - 1) continue
      const foot = document.querySelector('footer, .foot')
      for (const last of foot ? foot.querySelectorAll('a, p, li, button') : []) {
        const rect = last.getBoundingClientRect()
        if (last.checkVisibility() && !element.contains(last) && rect.height > 0 && rect.bottom > edge.top + 1) {
          found.push(`“${last.textContent.trim().slice(0, 20)}” at the end of the page lies under ${name(element)}`)
          break
        }
      }
    }
    window.scrollTo(0, 0)
    return found
  }, share)
}

/** Words in a button of a bar stand in one line. */
export function oneLine(page) {
  return page.evaluate(() => {
    const found = []
    for (const button of document.querySelectorAll('.bar .btn, .bar button, .bottom a, .bottom button')) {
      if (!button.checkVisibility()) continue
      const size = parseFloat(getComputedStyle(button).fontSize)
      const rects = []
      const walk = document.createTreeWalker(button, NodeFilter.SHOW_TEXT)
      for (let node = walk.nextNode(); node; node = walk.nextNode()) {
        // Words for screen readers alone take no line.
        if (node.parentElement.clientWidth === 1) continue
        const range = document.createRange()
        range.selectNodeContents(node)
        rects.push(...range.getClientRects())
      }
      const tops = rects.filter((rect) => rect.width > 1).map((rect) => rect.top + rect.height / 2)
      if (tops.length > 0 && Math.max(...tops) - Math.min(...tops) > size * 0.6) {
        found.push(`the button “${button.textContent.trim()}” breaks in two lines at ${window.innerWidth} px`)
      }
    }
    return found
  })
}

/** How much what is already on the screen moved while the page was loading; `watchShifts` first. */
export const shifts = (page) =>
  page.evaluate(async () => {
    for (let frame = 0; frame < 3; frame++) await new Promise(requestAnimationFrame)
    return window.__shifts
  })

/** What those came to, as sentences; up to `most`, which nobody sees, is nothing. */
export function moved(shifts, most = 0.001) {
  const sum = shifts.reduce((sum, { value }) => sum + value, 0)
  return sum <= most ? [] : [`the page moves by ${sum.toFixed(3)} while it loads: ${shifts[0].what}`]
}

export function watchShifts(context) {
  return context.addInitScript(() => {
    window.__shifts = []
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries()) {
        const what = entry.sources.map(({ node, previousRect: was, currentRect: is }) =>
          `${node?.localName ? `<${node.localName} class="${node.className}">` : 'something'} from ${[was.x, was.y, was.width, was.height]} to ${[is.x, is.y, is.width, is.height]}`)
        window.__shifts.push({ value: entry.value, what: `${what.slice(0, 3).join(' and ')} at ${Math.round(entry.startTime)} ms, the window being ${innerWidth} by ${innerHeight}` })
      }
    }).observe({ type: 'layout-shift', buffered: true })
  })
}
