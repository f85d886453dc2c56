// A page where scripts do not run: all its words, ways on, choices and answers are there.

/** The words of main as they are shown, and what is wrong with what is there without a script. */
export function bare(page) {
  return page.evaluate(() => {
    const found = []
    const name = (element) => `<${element.localName} class="${element.className}"> “${element.textContent.trim().slice(0, 24)}”`
    if (document.documentElement.classList.contains('js')) found.push('html has the class js although no script ran')
    // Not shown, and neither a summary nor a link to it says how to see it.
    const lost = new Set()
    const linked = new Set([...document.querySelectorAll('a[href^="#"]')].map(({ hash }) => decodeURIComponent(hash.slice(1))))
    const walker = document.createTreeWalker(document.querySelector('main'), NodeFilter.SHOW_TEXT)
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      const at = node.parentElement
      if (!node.data.trim() || at.closest('.js-only, [hidden], script, style, template, [aria-hidden=true], option, svg')) continue
      const folded = at.closest('details:not([open])')
      for (let one = at; one && one !== folded; one = one.parentElement) {
        if (linked.has(one.id) && one.localName !== 'main') break
        if (getComputedStyle(one).display === 'none') lost.add(`“${node.data.trim().slice(0, 30)}” is not shown (${name(one)})`)
      }
    }
    found.push(...lost)
    for (const button of document.querySelectorAll('button, [role=button], input[type=button], a[href="#"], a[href^="javascript:"], a:not([href])')) {
      if (!button.checkVisibility() || button.closest('svg')) continue
      const works = button.form && (button.type === 'reset' || (button.type === 'submit' && button.form.hasAttribute('action')))
      if (!works) found.push(`${name(button)} does nothing without a script`)
    }
    for (const element of document.querySelectorAll('.js-only')) {
      if (element.checkVisibility()) found.push(`${name(element)} is shown although no script ran`)
    }
    return found
  })
}

/** What is put aside until a link leads to it is shown then. */
export async function asides(page) {
  const found = []
  const hidden = await page.evaluate(() =>
    [...document.querySelectorAll('main a[href^="#"]')]
      .filter((link) => {
        const target = document.getElementById(decodeURIComponent(link.hash.slice(1)))
        return link.checkVisibility() && target?.textContent.trim() && !target.closest('details') && (!target.checkVisibility() || target.getBoundingClientRect().height < 2)
      })
      .map((link) => link.getAttribute('href')),
  )
  for (const href of new Set(hidden)) {
    await page.locator(`main a[href="${href}"]`).first().click()
    const shown = await page.evaluate((id) => document.getElementById(id).getBoundingClientRect().height > 2, decodeURIComponent(href.slice(1)))
    if (!shown) found.push(`the link to ${href} shows nothing without a script`)
  }
  return found
}

/** Paragraphs of main, to be compared with and without a script. */
export function paragraphs(page, { hidden = false } = {}) {
  return page.evaluate((hidden) => {
    const not = hidden ? '.js-only' : '.js-only, [role=status], [aria-live], .player, [hidden], [data-results]'
    return [...document.querySelectorAll('main p, main li, main td, main th, main dd, main dt, main h1, main h2, main h3')]
      .filter((element) => !element.closest(not) && !element.querySelector('p, li, td, .js-only, [hidden]'))
      .map((element) => element.textContent.replace(/\s+/g, ''))
      .filter((words) => words.length > 8)
  }, hidden)
}

/** Choosing in a gallery hides what does not fit, and nothing else. */
export async function choices(page) {
  const found = []
  const rows = await page.evaluate(() =>
    [...document.querySelectorAll('form.facets fieldset, [data-facets] fieldset')].map((row) =>
      [...row.querySelectorAll('input[type=radio]')].map(({ value, name, labels }) => ({ value, name, label: labels[0]?.textContent.trim() })),
    ),
  )
  const shown = () =>
    page.evaluate(() => [...document.querySelectorAll('li[data-facets], tr[data-facets]')].map((item) => ({ facets: item.dataset.facets.split(/\s+/), seen: item.checkVisibility() })))
  for (const row of rows.slice(0, 3)) {
    for (const { value, name, label } of row.filter(({ value }) => value).slice(0, 3)) {
      // By its label, as a finger does: the radio itself may be drawn by it.
      await page.locator(`input[type=radio][name="${name}"][value="${value}"]`).evaluate((radio) => radio.click())
      const items = await shown()
      const wrong = items.filter(({ facets, seen }) => seen !== facets.includes(value))
      if (items.length === 0) found.push(`“${label}” has nothing to choose among`)
      if (wrong.length > 0) found.push(`choosing “${label}” leaves ${wrong.length} of ${items.length} entries wrong`)
    }
    if (row.length > 0) await page.locator(`input[type=radio][name="${row[0].name}"]`).first().evaluate((radio) => radio.click())
  }
  return { found, rows: rows.length }
}

/** A quiz can be read, and its folded answers open. */
export async function quizzes(page) {
  const found = []
  const seen = await page.evaluate(() =>
    [...document.querySelectorAll('.block-quiz')].map((quiz) => {
      const asked = [...quiz.querySelectorAll('p, li, legend')].find((part) => part.textContent.trim() && !part.closest('details'))
      return asked?.checkVisibility() ?? false
    }),
  )
  seen.forEach((yes, index) => yes || found.push(`the question of quiz ${index + 1} cannot be read`))
  const keys = page.locator('main details.key > summary')
  for (let index = 0; index < Math.min(await keys.count(), 3); index++) {
    if (!(await keys.nth(index).isVisible())) continue
    // In the lecturer's edition they are open already.
    if (!(await keys.nth(index).evaluate((summary) => summary.parentElement.open))) await keys.nth(index).click()
    const open = await keys.nth(index).evaluate((summary) => {
      const words = [...summary.parentElement.children].find((part) => part !== summary && part.textContent.trim())
      return words ? words.checkVisibility() && words.getBoundingClientRect().height > 0 : false
    })
    if (!open) found.push(`the answers of quiz ${index + 1} do not open`)
  }
  return found
}
