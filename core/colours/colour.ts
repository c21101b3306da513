/** A colour in OKLCH: lightness 0 to 1, chroma from 0, hue in degrees. */
export interface Colour {
  l: number
  c: number
  h: number
}

/** Reads `oklch(0.45 0.085 222)`, `oklch(45% 0.085 222deg)` or `#00617b`; nothing when it is neither. */
export function parseColour(text: string): Colour | undefined {
  const hex = /^#([0-9a-f]{6})$/i.exec(text.trim())
  if (hex) return fromHex(hex[1]!)
  const found = /^oklch\(\s*([\d.]+)(%?)\s+([\d.]+)\s+([\d.]+)(?:deg)?\s*\)$/i.exec(text.trim())
  if (!found) return undefined
  const [l, c, h] = [Number(found[1]) / (found[2] ? 100 : 1), Number(found[3]), Number(found[4])]
  return l <= 1 && c <= 0.5 && h <= 360 ? { l, c, h } : undefined
}

/** As CSS writes it. */
export function writeColour({ l, c, h }: Colour): string {
  return `oklch(${rounded(l, 4)} ${rounded(c, 4)} ${rounded(h, 2)})`
}

/** The nearest colour of a screen, as `#rrggbb`. What no screen shows is cut off channel by channel, as browsers do. */
export function hexOf(colour: Colour): string {
  return `#${linearOf(colour)
    .map(value => Math.round(gamma(value) * 255))
    .map(value => value.toString(16).padStart(2, '0'))
    .join('')}`
}

/** Mixes in OKLab, like `color-mix(in oklab, one share, other)`; `share` of the first, 0 to 1. */
export function mixColours(one: Colour, share: number, other: Colour): Colour {
  const [a, b] = [toLab(one), toLab(other)]
  const [l, x, y] = a.map((value, index) => value * share + b[index]! * (1 - share)) as [number, number, number]
  return fromLab(l, x, y)
}

/** Linear light of red, green and blue, 0 to 1. */
export function linearOf(colour: Colour): [number, number, number] {
  const [l, a, b] = toLab(colour)
  // Björn Ottosson's matrices: OKLab to cone responses, and from there to linear sRGB.
  const long = (l + 0.3963377774 * a + 0.2158037573 * b) ** 3
  const middle = (l - 0.1055613458 * a - 0.0638541728 * b) ** 3
  const short = (l - 0.0894841775 * a - 1.291485548 * b) ** 3
  const rgb: [number, number, number] = [
    4.0767416621 * long - 3.3077115913 * middle + 0.2309699292 * short,
    -1.2684380046 * long + 2.6097574011 * middle - 0.3413193965 * short,
    -0.0041960863 * long - 0.7034186147 * middle + 1.707614701 * short,
  ]
  return rgb.map(value => Math.min(1, Math.max(0, value))) as typeof rgb
}

function fromHex(digits: string): Colour {
  const [r, g, b] = [0, 2, 4].map(at => ungamma(Number.parseInt(digits.slice(at, at + 2), 16) / 255)) as [number, number, number]
  const long = Math.cbrt(0.4122214708 * r + 0.5363325363 * g + 0.0514459929 * b)
  const middle = Math.cbrt(0.2119034982 * r + 0.6806995451 * g + 0.1073969566 * b)
  const short = Math.cbrt(0.0883024619 * r + 0.2817188376 * g + 0.6299787005 * b)
  return fromLab(
    0.2104542553 * long + 0.793617785 * middle - 0.0040720468 * short,
    1.9779984951 * long - 2.428592205 * middle + 0.4505937099 * short,
    0.0259040371 * long + 0.7827717662 * middle - 0.808675766 * short,
  )
}

function toLab({ l, c, h }: Colour): [number, number, number] {
  const angle = (h * Math.PI) / 180
  return [l, c * Math.cos(angle), c * Math.sin(angle)]
}

function fromLab(l: number, a: number, b: number): Colour {
  const c = Math.hypot(a, b)
  // The hue of a grey is noise.
  const h = c < 0.0005 ? 0 : ((Math.atan2(b, a) * 180) / Math.PI + 360) % 360
  return { l, c, h }
}

function gamma(value: number): number {
  return value <= 0.0031308 ? 12.92 * value : 1.055 * value ** (1 / 2.4) - 0.055
}

function ungamma(value: number): number {
  return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4
}

function rounded(value: number, digits: number): number {
  return Number(value.toFixed(digits))
}
