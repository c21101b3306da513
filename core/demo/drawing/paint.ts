import type { DemoChance } from '../demo-chance.ts'

/** A picture as three bytes a pixel. */
export interface Pixels {
  bytes: Uint8Array
  width: number
  height: number
}

/** What the painter looks at for one size of brush: the drawing, seen with eyes that do not see what is smaller. */
export interface Look extends Pixels {
  brush: number
}

/**
 * Paints a drawing with strokes of a brush that follow its shapes, from broad to fine: where the canvas is like the drawing
 * already nothing is painted. It takes the stiffness from what was put together from circles and curves.
 */
export function paint(looks: readonly Look[], chance: DemoChance): Pixels {
  const { width, height, bytes } = looks[0]!
  const canvas = { bytes: Uint8Array.from(bytes), width, height }
  const relief = new Int8Array(width * height)
  for (const [layer, look] of looks.entries()) {
    const step = Math.max(2, Math.round(look.brush * 0.9))
    for (let y = step >> 1; y < height; y += step) {
      for (let x = step >> 1; x < width; x += step) {
        const startX = clamp(x + chance.between(-step, step) * 0.5, width)
        const startY = clamp(y + chance.between(-step, step) * 0.5, height)
        if (layer === 0 || differs(look, canvas, startX, startY)) stroke(look, canvas, relief, startX, startY, chance)
      }
    }
  }
  light(canvas, relief)
  return canvas
}

const enough = 26

function differs(look: Look, canvas: Pixels, x: number, y: number): boolean {
  const reach = look.brush >> 1
  let sum = 0
  for (const [dx, dy] of [
    [0, 0],
    [reach, 0],
    [-reach, 0],
    [0, reach],
    [0, -reach],
  ] as const) {
    const at = (clamp(y + dy, look.height) * look.width + clamp(x + dx, look.width)) * 3
    sum += distance(look.bytes, at, canvas.bytes, at)
  }
  return sum / 5 > enough
}

function distance(one: Uint8Array, at: number, other: Uint8Array, there: number): number {
  return Math.abs(one[at]! - other[there]!) + Math.abs(one[at + 1]! - other[there + 1]!) + Math.abs(one[at + 2]! - other[there + 2]!)
}

type Way = readonly [fromX: number, fromY: number, toX: number, toY: number]

/** One stroke: along the edges of what is seen, until the colour does not fit any more. */
function stroke(look: Look, canvas: Pixels, relief: Int8Array, startX: number, startY: number, chance: DemoChance): void {
  const { width, height, brush } = look
  const at = (startY * width + startX) * 3
  const tint = chance.between(-7, 7)
  const colour = Float64Array.from([0, 1, 2], channel => byte(look.bytes[at + channel]! + tint + chance.between(-3, 3)))
  const bristles = Float64Array.from({ length: 10 }, () => chance.between(0.55, 1))
  let [x, y, wayX, wayY] = [startX, startY, 0, 0]
  for (let part = 0; part < 5; part++) {
    const [acrossX, acrossY] = slope(look, x, y)
    const steep = Math.hypot(acrossX, acrossY)
    let [nextX, nextY] = steep > 6 ? [-acrossY / steep, acrossX / steep] : [0.98, 0.2]
    if (nextX * wayX + nextY * wayY < 0) [nextX, nextY] = [-nextX, -nextY]
    ;[wayX, wayY] = part === 0 ? [nextX, nextY] : [nextX * 0.7 + wayX * 0.3, nextY * 0.7 + wayY * 0.3]
    const toX = clamp(x + wayX * brush, width)
    const toY = clamp(y + wayY * brush, height)
    dab(canvas, relief, [x, y, toX, toY], brush / 2, colour, bristles)
    ;[x, y] = [toX, toY]
    const here = (y * width + x) * 3
    if (
      Math.abs(look.bytes[here]! - colour[0]!) +
        Math.abs(look.bytes[here + 1]! - colour[1]!) +
        Math.abs(look.bytes[here + 2]! - colour[2]!) >
      44
    )
      return
  }
}

function slope({ bytes, width, height, brush }: Look, x: number, y: number): [number, number] {
  const reach = Math.max(1, brush >> 1)
  const bright = (atX: number, atY: number): number => {
    const at = (clamp(atY, height) * width + clamp(atX, width)) * 3
    return bytes[at]! * 0.3 + bytes[at + 1]! * 0.59 + bytes[at + 2]! * 0.11
  }
  return [bright(x + reach, y) - bright(x - reach, y), bright(x, y + reach) - bright(x, y - reach)]
}

/** The piece of a stroke between two points, with the traces of bristles along it. Nearly all of the time goes here. */
function dab(
  canvas: Pixels,
  relief: Int8Array,
  [fromX, fromY, toX, toY]: Way,
  radius: number,
  colour: Float64Array,
  bristles: Float64Array,
): void {
  const { bytes, width, height } = canvas
  const length = Math.hypot(toX - fromX, toY - fromY) || 1
  const alongX = (toX - fromX) / length
  const alongY = (toY - fromY) / length
  const square = radius * radius
  const scale = 4.495 / radius
  const red = colour[0]!
  const green = colour[1]!
  const blue = colour[2]!
  const bottom = Math.min(height - 1, Math.ceil(Math.max(fromY, toY) + radius))
  const right = Math.min(width - 1, Math.ceil(Math.max(fromX, toX) + radius))
  const left = Math.max(0, Math.floor(Math.min(fromX, toX) - radius))
  for (let y = Math.max(0, Math.floor(Math.min(fromY, toY) - radius)); y <= bottom; y++) {
    for (let x = left; x <= right; x++) {
      const side = (y - fromY) * alongX - (x - fromX) * alongY
      if (side >= radius || side <= -radius) continue
      const along = (x - fromX) * alongX + (y - fromY) * alongY
      const over = along < 0 ? along : along > length ? along - length : 0
      const off = (side * side + over * over) / square
      if (off >= 1) continue
      const bristle = bristles[((side + radius) * scale) | 0]!
      const cover = off > 0.7 ? ((1 - off) / 0.3) * bristle : bristle
      const pixel = y * width + x
      const at = pixel * 3
      bytes[at] = bytes[at]! + (red - bytes[at]!) * cover
      bytes[at + 1] = bytes[at + 1]! + (green - bytes[at + 1]!) * cover
      bytes[at + 2] = bytes[at + 2]! + (blue - bytes[at + 2]!) * cover
      relief[pixel] = bristle * 60 * (1 - off)
    }
  }
}

/** Light from the upper left on thick paint. */
function light({ bytes, width, height }: Pixels, relief: Int8Array): void {
  for (let y = 1; y < height - 1; y++) {
    for (let x = 1; x < width - 1; x++) {
      const pixel = y * width + x
      const lift = (relief[pixel]! - relief[pixel - width - 1]!) * 0.16
      for (let at = pixel * 3; at < pixel * 3 + 3; at++) bytes[at] = byte(bytes[at]! + lift)
    }
  }
}

function byte(value: number): number {
  return value < 0 ? 0 : value > 255 ? 255 : value
}

function clamp(value: number, end: number): number {
  return value < 0 ? 0 : value >= end ? end - 1 : Math.floor(value)
}
