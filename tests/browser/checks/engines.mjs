// Styles that phones of 2019 can read. A browser drops a declaration it does not know, and a whole
// rule when one of its selectors is unknown: what is listed here would break the page there.

// [what, Chrome since, where it is looked for, pattern, how it is allowed]
//   guard: within @supports;  fallback: after a declaration of the same property in the same rule;
//   alone: in a rule whose selectors all have it, which an old browser then leaves out as a whole.
const features = [
  [':has()', 105, 'selector', /:has\(/, 'guard'],
  [':is() and :where()', 88, 'selector', /:(?:is|where)\(/, 'guard'],
  [':not() with a list', 88, 'selector', /:not\((?:[^()]|\([^()]*\))*,/, 'guard'],
  [':focus-visible', 86, 'selector', /:focus-visible/, 'alone'],
  [':dir()', 120, 'selector', /:dir\(/, 'guard'],
  [':lang() with a list', 120, 'selector', /:lang\([^)]*,/, 'guard'],
  ['::details-content', 131, 'selector', /::details-content/, 'alone'],
  ['nesting', 112, 'selector', /&/, 'never'],
  ['dvh, svh and lvh', 108, 'value', /\b[\d.]+[dsl]v(?:h|w|min|max)\b/, 'fallback'],
  ['container units', 105, 'value', /\b[\d.]+cq(?:w|h|i|b|min|max)\b/, 'fallback'],
  ['light-dark()', 123, 'value', /\blight-dark\(/, 'never'],
  ['color-mix()', 111, 'value', /\bcolor-mix\(/, 'fallback'],
  ['oklch() and oklab()', 111, 'value', /\bokl(?:ch|ab)\(/, 'fallback'],
  ['clamp()', 79, 'value', /\bclamp\(/, 'fallback'],
  ['min() and max()', 79, 'value', /(?<![\w-])(?:min|max)\(/, 'fallback'],
  ['rotate, scale and translate by themselves', 104, 'property', /^(?:rotate|scale|translate)$/, 'guard'],
  ['inset', 87, 'property', /^inset(?:-.+)?$/, 'guard'],
  ['logical shorthands', 87, 'property', /^(?:margin|padding|border)-(?:inline|block)$/, 'fallback-physical'],
  ['aspect-ratio', 88, 'property', /^aspect-ratio$/, 'guard'],
  ['overflow: clip', 90, 'declaration', /^overflow(?:-[xy])?:\s*clip\b/, 'fallback'],
  ['gap in a flexible row', 84, 'flex-gap', null, 'guard'],
  ['subgrid', 117, 'value', /\bsubgrid\b/, 'guard'],
  ['@layer', 99, 'at', /^@layer\b/, 'never'],
  ['@container', 105, 'at', /^@container\b/, 'guard'],
  ['@scope', 118, 'at', /^@scope\b/, 'never'],
  ['ranges in media queries', 104, 'at', /^@media[^{]*[<>]/, 'never'],
]

/** What a style sheet asks that phones of 2019 do not know; sentences with the line. */
export function tooNew(css) {
  const found = []
  const say = ([what, since], line, text) => found.push(`line ${line}: ${what} is known since Chrome ${since}: ${text.trim().replace(/\s+/g, ' ').slice(0, 70)}`)
  for (const { selector, declarations, ats, line } of rulesOf(css)) {
    const guarded = ats.some((at) => /^@supports\b/.test(at))
    // On paper a newer browser does the work: nothing is lost on the screen of an old phone.
    const paper = ats.some((at) => /^@media print\b/.test(at))
    for (const feature of features) {
      const [, , where, pattern, allowed] = feature
      if (guarded && allowed !== 'never') continue
      if (where === 'selector' && pattern.test(selector)) {
        const list = selector.split(/,(?![^(]*\))/)
        if (allowed !== 'alone' || !list.every((one) => pattern.test(one))) say(feature, line, selector)
      } else if (where === 'at' && ats.some((at) => pattern.test(at))) say(feature, line, ats.join(' '))
      else if (where === 'flex-gap') {
        const flex = declarations.some(({ property, value }) => property === 'display' && /\bflex\b/.test(value))
        const gap = declarations.find(({ property, value }) => property === 'gap' && !/^0(?!\S)/.test(value))
        if (flex && gap && !paper) say(feature, gap.line, `${selector} { display: flex; gap: ${gap.value} }`)
      } else if (['value', 'property', 'declaration'].includes(where)) {
        for (const [index, { property, value, line }] of declarations.entries()) {
          const text = { value, property, declaration: `${property}: ${value}` }[where]
          if (!pattern.test(text) || (property.startsWith('--') && where !== 'value') || paper) continue
          const earlier = declarations.slice(0, index)
          const physical = (side) => property.replace(/-(?:inline|block)$/, '') + side
          const fallback =
            allowed === 'fallback'
              ? earlier.some((one) => one.property === property && !pattern.test(one.value))
              : allowed === 'fallback-physical' && earlier.some((one) => one.property.startsWith(physical('')) && one.property !== property)
          if (!fallback) say(feature, line, `${selector} { ${property}: ${value} }`)
        }
      }
    }
  }
  return [...new Set(found)]
}

/** Every rule with its selector, declarations, the at-rules it stands in, and its line. */
function rulesOf(css) {
  const clean = css.replace(/\/\*[\s\S]*?\*\//g, (comment) => comment.replace(/[^\n]/g, ' ')).replace(/"(?:[^"\\\n]|\\.)*"/g, (text) => `"${' '.repeat(text.length - 2)}"`)
  const rules = []
  const stack = []
  let start = 0
  const lineOf = (index) => clean.slice(0, index + (clean.slice(index).match(/^\s*/)[0].length)).split('\n').length
  for (let index = 0; index < clean.length; index++) {
    const sign = clean[index]
    const top = stack.at(-1)
    if (sign === '{') {
      const prelude = clean.slice(start, index).trim()
      const line = lineOf(start)
      if (prelude.startsWith('@')) {
        stack.push({ at: prelude, selector: prelude, declarations: [], line, page: /^@(?:page|font-face|keyframes)/.test(prelude) })
        if (!stack.at(-1).page) rules.push({ selector: '', declarations: [], ats: stack.map(({ at }) => at).filter(Boolean), line })
      } else {
        // A rule in a rule is nesting.
        const nested = stack.some(({ at }) => !at) ? `& ${prelude}` : prelude
        stack.push({ selector: nested, declarations: [], line })
      }
      start = index + 1
    } else if (sign === ';' || sign === '}') {
      const text = clean.slice(start, index)
      const cut = text.indexOf(':')
      if (top && cut > 0 && !text.trim().startsWith('@')) {
        top.declarations.push({ property: text.slice(0, cut).trim().toLowerCase(), value: text.slice(cut + 1).trim(), line: lineOf(start) })
      }
      start = index + 1
      if (sign === '}') {
        const done = stack.pop()
        if (done && !done.at) rules.push({ selector: done.selector, declarations: done.declarations, ats: stack.map(({ at }) => at).filter(Boolean), line: done.line })
      }
    }
  }
  return rules
}
