import { attribute, type HtmlElement, isElement } from './html-tree.ts'

export interface ImageFound {
  /** Where it is, in the order to be tried: addresses as they were written. */
  candidates: string[]
  width?: number
  height?: number
}

// Where pages that load pictures late keep the true address; `src` is a placeholder then.
const lateNames = [
  'data-src',
  'data-original',
  'data-lazy-src',
  'data-orig-file',
  'data-full-url',
  'data-actualsrc',
  'data-url',
  'data-hi-res-src',
]
const lateSetNames = ['data-srcset', 'data-lazy-srcset']
const widestUseful = 2_000

/** Where the picture of an `<img>` may be, or undefined when it is a pixel that only counts visits. */
export function findImage(image: HtmlElement): ImageFound | undefined {
  const width = pixels(image, 'width')
  const height = pixels(image, 'height')
  if ((width !== undefined && width < 2) || (height !== undefined && height < 2)) return undefined

  const late = [...lateNames.map(name => attribute(image, name)), ...lateSetNames.map(name => widest(attribute(image, name)))]
  const usual = [attribute(image, 'src'), widest(attribute(image, 'srcset')), ...sourcesAround(image)]
  const candidates = [...late, ...usual].filter(address => address !== undefined && address.trim() !== '') as string[]
  return { candidates, ...(width && height && width <= 10_000 && height <= 10_000 && { width, height }) }
}

function pixels(image: HtmlElement, name: 'width' | 'height'): number | undefined {
  const given = /^\s*(\d{1,6})(px)?\s*$/.exec(attribute(image, name) ?? '')?.[1]
  const styled = new RegExp(`(?:^|[;\\s])${name}:\\s*(\\d{1,6})px`, 'i').exec(attribute(image, 'style') ?? '')?.[1]
  // Only a tiny size is taken from a style: the rest is layout of a page that this is not.
  const number = given ?? (Number(styled) < 2 ? styled : undefined)
  return number === undefined ? undefined : Number(number)
}

/** The addresses in a `<picture>` around the image. */
function sourcesAround(image: HtmlElement): (string | undefined)[] {
  const around = image.parentNode
  if (!around || !('tagName' in around) || around.tagName !== 'picture') return []
  const sources = around.childNodes.filter(node => isElement(node)).filter(element => element.tagName === 'source')
  return sources.map(source => widest(attribute(source, 'srcset') ?? attribute(source, 'data-srcset')))
}

/** The widest picture of a srcset that a reader could use. */
function widest(srcset: string | undefined): string | undefined {
  const offers = (srcset ?? '').slice(0, 20_000).split(/,\s+|,(?=https?:)/)
  let best: { address: string; size: number } | undefined
  for (const offer of offers) {
    const [address, descriptor = ''] = offer.trim().split(/\s+/)
    const size = Number.parseFloat(descriptor) || 1
    if (address && size <= widestUseful && (!best || size > best.size)) best = { address, size }
  }
  return best?.address
}
