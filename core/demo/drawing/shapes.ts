import type { DemoChance } from '../demo-chance.ts'
import type { Sheet } from './drawing.ts'

type Point = readonly [number, number]

/** A gradient from top to bottom, to be used as `url(#id)`. */
export function gradient(id: string, colours: readonly string[], across = false): string {
  const stops = colours.map((colour, index) => `<stop offset="${index / (colours.length - 1)}" stop-color="${colour}"/>`).join('')
  return `<linearGradient id="${id}" x1="0" y1="0" x2="${across ? 1 : 0}" y2="${across ? 0 : 1}">${stops}</linearGradient>`
}

/** Light that fades from a middle. */
export function glow(id: string, colour: string): string {
  return `<radialGradient id="${id}"><stop offset="0" stop-color="${colour}" stop-opacity=".95"/><stop offset=".3" stop-color="${colour}" stop-opacity=".45"/><stop offset="1" stop-color="${colour}" stop-opacity="0"/></radialGradient>`
}

export function rect(x: number, y: number, width: number, height: number, fill: string, more = ''): string {
  return `<rect x="${n(x)}" y="${n(y)}" width="${n(width)}" height="${n(height)}" fill="${fill}" ${more}/>`
}

export function disc(x: number, y: number, radius: number, fill: string, more = ''): string {
  return `<circle cx="${n(x)}" cy="${n(y)}" r="${n(radius)}" fill="${fill}" ${more}/>`
}

export function oval(x: number, y: number, width: number, height: number, fill: string, more = ''): string {
  return `<ellipse cx="${n(x)}" cy="${n(y)}" rx="${n(width)}" ry="${n(height)}" fill="${fill}" ${more}/>`
}

export function path(d: string, fill: string, more = ''): string {
  return `<path d="${d}" fill="${fill}" ${more}/>`
}

export function line(d: string, colour: string, width: number, more = ''): string {
  return `<path d="${d}" fill="none" stroke="${colour}" stroke-width="${n(width)}" stroke-linecap="round" stroke-linejoin="round" ${more}/>`
}

/** A smooth line through points. */
export function through(points: readonly Point[]): string {
  const [first, ...rest] = points
  let d = `M${n(first![0])} ${n(first![1])}`
  rest.forEach(([x, y], index) => {
    const [beforeX, beforeY] = points[index]!
    const half = (x - beforeX) / 2
    d += `C${n(beforeX + half)} ${n(beforeY)} ${n(x - half)} ${n(y)} ${n(x)} ${n(y)}`
  })
  return d
}

/** The outline of hills: where it begins, how high it goes and how rough it is. Closed at the bottom of the sheet. */
export function ridge({ width, height, chance }: Sheet, y: number, swing: number, steps: number): string {
  const points = Array.from(
    { length: steps + 1 },
    (_, index): Point => [(index / steps) * (width + 80) - 40, y + (chance.next() - 0.5) * 2 * swing],
  )
  return `${through(points)}L${width + 40} ${height}L-40 ${height}Z`
}

/** The outline of mountains: straight edges, broken often. */
export function peaks({ width, height, chance }: Sheet, y: number, swing: number, count: number): string {
  let d = `M-20 ${height}L-20 ${n(y)}`
  for (let index = 0; index < count; index++) {
    const x = ((index + 0.5 + (chance.next() - 0.5) * 0.5) / count) * width
    const top = y - swing * chance.between(0.45, 1)
    const half = width / count / 2
    d += `L${n(x - half * 0.45)} ${n((y + top) / 2 + chance.between(-10, 12))}L${n(x)} ${n(top)}L${n(x + half * 0.35)} ${n((y + top) / 2 - chance.between(0, 16))}L${n(x + half)} ${n(y - chance.between(0, 20))}`
  }
  return `${d}L${width + 20} ${n(y)}L${width + 20} ${height}Z`
}

export function sky({ width, height, light }: Sheet): string {
  return `<defs>${gradient('sky', light.sky)}${glow('glow', light.sun)}${soft('blur', 14)}</defs>${rect(0, 0, width, height, 'url(#sky)')}`
}

export function soft(id: string, amount: number): string {
  return `<filter id="${id}" x="-50%" y="-50%" width="200%" height="200%"><feGaussianBlur stdDeviation="${amount}"/></filter>`
}

export function sun(x: number, y: number, radius: number, colour: string): string {
  return `${disc(x, y, radius * 5, 'url(#glow)')}${disc(x, y, radius, colour)}`
}

export function clouds({ width, chance }: Sheet, y: number, count: number, colour: string): string {
  let drawn = ''
  for (let index = 0; index < count; index++) {
    const x = chance.between(0, width)
    const top = y + chance.between(-50, 50)
    for (let puff = 0; puff < 6; puff++) {
      drawn += oval(
        x + chance.between(-90, 90),
        top + chance.between(-10, 10),
        chance.between(40, 100),
        chance.between(7, 18),
        colour,
        `opacity="${n(chance.between(0.25, 0.6))}"`,
      )
    }
  }
  return `<g filter="url(#blur)">${drawn}</g>`
}

export function stars({ width, chance }: Sheet, below: number, count: number, colour: string): string {
  return Array.from({ length: count }, () =>
    disc(
      chance.between(0, width),
      chance.next() ** 1.3 * below,
      chance.between(0.7, 2.6),
      colour,
      `opacity="${n(chance.between(0.4, 1))}"`,
    ),
  ).join('')
}

/** Short strokes of light on water, closer together far away. */
export function ripples({ width, height, chance }: Sheet, top: number, colour: string, count: number, middle?: number): string {
  return Array.from({ length: count }, () => {
    const depth = chance.next() ** 1.6
    const y = top + 4 + depth * (height - top)
    const reach = middle === undefined ? width / 2 : 20 + depth * 110
    const x = (middle ?? width / 2) + chance.between(-reach, reach)
    const half = 8 + depth * 46 * chance.next()
    return line(`M${n(x - half)} ${n(y)}h${n(half * 2)}`, colour, 1.2 + depth * 4, `opacity="${n(chance.between(0.25, 0.8))}"`)
  }).join('')
}

export function pine(x: number, y: number, height: number, colour: string, chance: DemoChance): string {
  let d = ''
  const tiers = 5
  for (let tier = 0; tier < tiers; tier++) {
    const top = y - height + (tier / tiers) * height * 0.82
    const half = height * (0.07 + tier * 0.045) * chance.between(0.85, 1.15)
    const low = top + height * 0.3
    d += `M${n(x)} ${n(top)}L${n(x + half)} ${n(low)}Q${n(x)} ${n(low - height * 0.06)} ${n(x - half)} ${n(low)}Z`
  }
  return rect(x - height * 0.018, y - height * 0.14, height * 0.036, height * 0.15, colour) + path(d, colour)
}

/** A tree with leaves, made of many dabs. */
export function tree(x: number, y: number, height: number, trunk: string, leaves: readonly string[], chance: DemoChance): string {
  let drawn = line(
    `M${n(x)} ${n(y)}C${n(x + 4)} ${n(y - height * 0.3)} ${n(x - 5)} ${n(y - height * 0.4)} ${n(x)} ${n(y - height * 0.7)}`,
    trunk,
    height * 0.06,
  )
  drawn += line(
    `M${n(x)} ${n(y - height * 0.42)}l${n(height * 0.16)} ${n(-height * 0.2)}M${n(x)} ${n(y - height * 0.36)}l${n(-height * 0.17)} ${n(-height * 0.2)}`,
    trunk,
    height * 0.028,
  )
  for (let dab = 0; dab < 70; dab++) {
    const turn = chance.next() * Math.PI * 2
    const reach = Math.sqrt(chance.next()) * height * 0.34
    const dabX = x + Math.cos(turn) * reach
    const dabY = y - height * 0.7 + Math.sin(turn) * reach * 0.85
    const lit =
      leaves[Math.min(leaves.length - 1, Math.floor(((dabY - (y - height)) / height) * leaves.length * 1.4 + chance.next() * 0.8))]!
    drawn += oval(dabX, dabY, height * chance.between(0.04, 0.09), height * chance.between(0.03, 0.06), lit)
  }
  return drawn
}

export function mirrored(drawn: string, at: number, fade: string): string {
  return `<g transform="matrix(1 0 0 -0.7 0 ${n(at * 1.7)})" opacity="${fade}">${drawn}</g>`
}

/** Two colours mixed; 0 is the first, 1 the second. */
export function mix(one: string, other: string, part: number): string {
  const channel = (at: number): number => {
    const from = Number.parseInt(one.slice(at, at + 2), 16)
    return Math.round(from + (Number.parseInt(other.slice(at, at + 2), 16) - from) * part)
  }
  return `#${[1, 3, 5].map(at => channel(at).toString(16).padStart(2, '0')).join('')}`
}

export function n(value: number): string {
  return String(Math.round(value * 10) / 10)
}
