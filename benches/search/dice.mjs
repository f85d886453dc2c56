// Chance that is the same on every day and every machine: queries drawn twice are the same queries.

/** xorshift32 seeded by a name; `pick` and `below` as everywhere. */
export function dice(name) {
  let state = 0x811c9dc5
  for (let i = 0; i < name.length; i++) state = Math.imul(state ^ name.charCodeAt(i), 0x01000193)
  state |= 1
  const below = (limit) => {
    state ^= state << 13
    state ^= state >>> 17
    state ^= state << 5
    return (state >>> 0) % limit
  }
  const pick = (list) => list[below(list.length)]
  const shuffled = (list) => {
    const copy = [...list]
    for (let i = copy.length - 1; i > 0; i--) {
      const j = below(i + 1)
      ;[copy[i], copy[j]] = [copy[j], copy[i]]
    }
    return copy
  }
  return { below, pick, shuffled }
}
