/** How many ballots put one option before another: `wins[a][b]`. */
export type Pairs = readonly (readonly number[])[]

/**
 * Orders options by the Schulze method with winning votes: the best first, those between which it does not decide together. A path from
 * one option to another is as strong as its weakest victory; who has the stronger path comes first.
 * M. Schulze, "A new monotonic, clone-independent … election method", Social Choice and Welfare 36 (2011); Debian constitution A.6.
 */
export function orderBySchulze(wins: Pairs): number[][] {
  const strength = strongestPaths(wins)
  const order: number[][] = []
  let left = wins.map((_, index) => index)
  while (left.length > 0) {
    const best = left.filter(one => left.every(other => strength[other]![one]! <= strength[one]![other]!))
    order.push(best)
    left = left.filter(one => !best.includes(one))
  }
  return order
}

/** Floyd and Warshall's way through all paths, for the widest one. */
function strongestPaths(wins: Pairs): number[][] {
  const all = wins.map((_, index) => index)
  const strength = all.map(one => all.map(other => (wins[one]![other]! > wins[other]![one]! ? wins[one]![other]! : 0)))
  for (const over of all)
    for (const from of all) {
      if (from === over) continue
      for (const to of all) {
        const around = Math.min(strength[from]![over]!, strength[over]![to]!)
        if (to !== from && to !== over && around > strength[from]![to]!) strength[from]![to] = around
      }
    }
  return strength
}
