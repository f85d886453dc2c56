// What a person without a mouse meets: every stop of Tab from the top of a page to its end.

/** Sentences about all stops of a page that has just been opened. */
export async function walk(page) {
  const found = []
  const expected = await page.evaluate(install)
  const most = expected + 60
  let steps = 0
  for (; steps < most; steps++) {
    await page.keyboard.press('Tab')
    const stop = await page.evaluate(() => window.__keys.look())
    if (stop === null) break
    found.push(...stop.faults)
    if (steps === 0 && !stop.skip) found.push(`the first stop is ${stop.name}, not the link that skips to the text`)
  }
  if (steps === most) found.push(`after ${steps} stops the end of the page is not reached: a trap`)
  found.push(...(await page.evaluate(() => window.__keys.missed())))
  return found
}

/** The skip link is seen when it has the focus, and Enter leads past the header. */
export async function skip(page) {
  await page.keyboard.press('Tab')
  const first = await page.evaluate(() => {
    const link = document.activeElement
    const rect = link.getBoundingClientRect()
    const inView = rect.width > 0 && rect.left >= 0 && rect.top >= 0 && rect.right <= innerWidth && rect.bottom <= innerHeight
    return { skips: link.matches('a[href^="#"]'), inView, name: link.textContent.trim().slice(0, 30) }
  })
  if (!first.skips) return [`the first stop “${first.name}” skips nothing`]
  const found = first.inView ? [] : ['the link that skips to the text is not seen when it has the focus']
  await page.keyboard.press('Enter')
  await page.keyboard.press('Tab')
  const next = await page.evaluate(() => {
    const main = document.querySelector('main')
    const at = document.activeElement
    const after = at === document.body || main.contains(at) || Boolean(main.compareDocumentPosition(at) & Node.DOCUMENT_POSITION_FOLLOWING)
    return { after, name: `<${at.localName} class="${at.className}">`, seen: main.getBoundingClientRect().top < innerHeight }
  })
  if (!next.after) found.push(`after skipping, the next stop is ${next.name} before the text`)
  if (!next.seen) found.push('after skipping, the text is not on the screen')
  return found
}

// Runs in the page; gives how many stops there should be.
function install() {
  const name = (element) => {
    const words = (element.getAttribute('aria-label') ?? element.textContent ?? '').trim().replace(/\s+/g, ' ').slice(0, 24)
    const where = element.closest('[class]')?.className
    return `<${element.localName}${where ? ` in .${String(where.baseVal ?? where).trim().split(/\s+/).join('.')}` : ''}> “${words || element.name || ''}”`
  }
  const controls = [...document.querySelectorAll('a[href], button, input, select, textarea, summary, [tabindex], audio[controls], [contenteditable]')]
  const expected = new Set()
  const groups = new Set()
  for (const control of controls) {
    if (control.disabled || control.tabIndex < 0 || control.type === 'hidden') continue
    if (!control.checkVisibility({ visibilityProperty: true }) || control.closest('[inert]')) continue
    if (control.localName === 'summary' && control.parentElement.localName !== 'details') continue
    if (control.type === 'radio') {
      // One stop for a row of choices: the checked one, else the first.
      const group = `${[...document.forms].indexOf(control.form)} ${control.name}`
      const row = controls.filter((one) => one.type === 'radio' && one.name === control.name && one.form === control.form)
      const stop = row.find((one) => one.checked) ?? control
      if (groups.has(group) || stop !== control) continue
      groups.add(group)
    }
    expected.add(control)
  }
  const reached = new Set()

  const numbers = (colour) => {
    const [r, g, b, a = 1] = (colour.match(/[\d.]+/g) ?? [0, 0, 0, 0]).map(Number)
    return { r, g, b, a }
  }
  const light = ({ r, g, b }) => {
    const part = (value) => (value / 255 <= 0.04045 ? value / 255 / 12.92 : ((value / 255 + 0.055) / 1.055) ** 2.4)
    return 0.2126 * part(r) + 0.7152 * part(g) + 0.0722 * part(b)
  }
  const contrast = (one, other) => {
    const [low, high] = [light(one), light(other)].sort((a, b) => a - b)
    return (high + 0.05) / (low + 0.05)
  }
  const ground = (element) => {
    for (let at = element; at; at = at.parentElement) {
      const colour = numbers(getComputedStyle(at).backgroundColor)
      if (colour.a > 0.9) return colour
    }
    return { r: 255, g: 255, b: 255, a: 1 }
  }
  // A ring of two pixels that stands out from what lies around it.
  const ring = (element) => {
    const style = getComputedStyle(element)
    const around = ground(parseFloat(style.outlineOffset) < 0 ? element : (element.parentElement ?? element))
    const wide = parseFloat(style.outlineWidth)
    if (!['none', 'hidden'].includes(style.outlineStyle) && wide >= 2 && numbers(style.outlineColor).a > 0.5) {
      return contrast(numbers(style.outlineColor), around) >= 3
    }
    const shadow = style.boxShadow.match(/rgba?\([^)]*\)|#\w+/)
    if (style.boxShadow !== 'none' && shadow) {
      const [x, y, blur, spread] = style.boxShadow.replace(shadow[0], '').match(/-?[\d.]+(?=px)/g).map(Number)
      if (blur <= 2 && Math.max(spread, Math.abs(x), Math.abs(y)) >= 2) return contrast(numbers(shadow[0]), around) >= 3
    }
    return false
  }

  function look() {
    const at = document.activeElement
    if (!at || at === document.body || at === document.documentElement || reached.has(at)) return null
    reached.add(at)
    const faults = []
    // A choice drawn by its label: the label is what is seen.
    const label = ['radio', 'checkbox'].includes(at.type) ? at.labels?.[0] : null
    const own = at.getBoundingClientRect()
    const hidden = own.width < 4 || own.height < 4 || getComputedStyle(at).opacity === '0'
    const drawn = hidden && label ? label : at
    const rects = [...drawn.getClientRects()].filter(({ width, height }) => width > 1 && height > 1)
    const rect = rects[0] ?? drawn.getBoundingClientRect()
    const left = Math.max(rect.left, 0)
    const right = Math.min(rect.right, innerWidth)
    const top = Math.max(rect.top, 0)
    const bottom = Math.min(rect.bottom, innerHeight)
    if (right - left < 2 || bottom - top < 2) faults.push(`${name(at)} has the focus and is not on the screen`)
    else {
      const hit = document.elementFromPoint((left + right) / 2, (top + bottom) / 2)
      const same = hit && (drawn.contains(hit) || hit.contains(drawn) || label?.contains(hit))
      if (!same) faults.push(`${name(at)} has the focus and lies under ${hit ? name(hit) : 'nothing'}`)
    }
    const places = [at, drawn, ...(label ? [label, ...label.querySelectorAll('*')] : [])]
    if (!places.some(ring)) faults.push(`${name(at)} shows no ring of 2 px and 3:1 when it has the focus`)
    return { faults, name: name(at), skip: at.matches('.skip, a[href^="#"]') }
  }
  const missed = () => [...expected].filter((control) => !reached.has(control)).map((control) => `${name(control)} is never reached with Tab`)

  window.__keys = { look, missed }
  return expected.size
}

/** The search and the menu are among what Tab reaches: they are there, and links or fields. */
export function ways(page, { search }) {
  return page.evaluate((search) => {
    const found = []
    const seen = (selector) => [...document.querySelectorAll(selector)].some((element) => element.checkVisibility() && element.tabIndex >= 0)
    if (search && !seen('a[href*="search.html"], input[type=search]')) found.push('no way to the search')
    if (!seen('nav.menu a[href], .menu a[href], nav a[href]')) found.push('no menu')
    return found
  }, search)
}
