import {
  attribute,
  escapeAttribute,
  escapeText,
  type HtmlElement,
  type HtmlNode,
  type HtmlParent,
  isElement,
  isHtml,
  isText,
} from './html-tree.ts'
import { findImage } from './sanitize-image.ts'
import {
  attributeValues,
  blockElements,
  droppedElements,
  emptyElements,
  flagAttributes,
  keptElements,
  keptWhenEmpty,
  lineElements,
  renamedElements,
} from './sanitize-rules.ts'

export interface WriteOptions {
  /** What relative addresses are relative to. */
  baseUrl?: string
  /** The address for `src` of a picture found at an absolute http(s) address; undefined leaves the picture out. */
  imageUrl(address: string): string | undefined
  ownPaths?: boolean
  /** Addresses of pictures that are already as they should be. */
  finishedImages?: ReadonlySet<string>
  mostCharacters: number
}

const deepest = 500
// Tab and line feed stay.
const controlCharacters = /[^\P{Cc}\t\n]/gu

// One slash, not two: a second one, or a backslash, would begin the name of another host. Browsers take no notice of white space.
const ownPath = /^\/(?![/\\])[^\s\\]*$/

/**
 * Writes a tree as HTML with nothing in it but what the rules name. It is safe because of how it is made: every tag and attribute
 * comes from a list, every value is escaped, and nothing is copied from the source as it stands.
 */
export class HtmlWriter {
  readonly images = new Set<string>()
  readonly #options: WriteOptions
  readonly #pieces: string[] = []
  readonly #withBlocks = new Set<HtmlNode>()
  #length = 0
  #full = false
  #inLines = 0
  readonly #base: URL | undefined
  #lastImage = ''

  constructor(options: WriteOptions) {
    this.#options = options
    this.#base = URL.parse(options.baseUrl ?? '') ?? undefined
  }

  /** Throws RangeError when the tree is nested too deeply. */
  write(tree: HtmlParent): string {
    for (const node of tree.childNodes) this.#findBlocks(node, 0)
    this.#children(tree, false)
    return this.#pieces.join('')
  }

  #findBlocks(node: HtmlNode, depth: number): boolean {
    if (depth > deepest) throw new RangeError('This HTML is nested too deeply.')
    if (!isElement(node)) return false
    let found = blockElements.has(node.tagName)
    for (const child of node.childNodes) found = this.#findBlocks(child, depth + 1) || found
    if (found) this.#withBlocks.add(node)
    return found
  }

  #children(parent: HtmlParent, inLink: boolean): void {
    for (const node of parent.childNodes) this.#node(node, inLink)
  }

  #node(node: HtmlNode, inLink: boolean): void {
    if (this.#full) return
    if (isText(node)) this.#text(node.value)
    else if (isElement(node) && isHtml(node) && !droppedElements.has(node.tagName)) this.#element(node, inLink)
  }

  #element(element: HtmlElement, inLink: boolean): void {
    const name = renamedElements.get(element.tagName) ?? element.tagName
    if (name === 'img') this.#image(element)
    else if (name === 'iframe' || name === 'video' || name === 'audio') this.#frame(element, inLink)
    else if (name === 'a') this.#link(element, inLink)
    else if (keptElements.has(name)) this.#kept(name, element, this.#attributes(name, element), inLink)
    else if (blockElements.has(name)) this.#paragraphs(element, inLink)
    else this.#children(element, inLink)
  }

  #kept(name: string, element: HtmlElement, attributes: string, inLink: boolean): void {
    const start = this.#pieces.length
    this.#push(`<${name}${attributes}>`)
    if (emptyElements.has(name)) return
    if (lineElements.has(name)) this.#inLines++
    this.#children(element, inLink)
    if (lineElements.has(name)) this.#inLines--
    if (!keptWhenEmpty.has(name) && this.#isBlank(start + 1)) this.#unwrap(start, name)
    else this.#push(`</${name}>`)
  }

  /** A block that is not kept, a `<div>` say: lines of text that stood directly in it become paragraphs. */
  #paragraphs(element: HtmlElement, inLink: boolean): void {
    if (this.#inLines > 0) {
      this.#children(element, inLink)
      this.#text('\n')
      return
    }
    let start = -1
    const close = () => {
      if (start >= 0 && this.#isBlank(start + 1)) this.#unwrap(start, 'p')
      else if (start >= 0) this.#push('</p>')
      start = -1
    }
    const attributes = this.#attributes('p', element)
    for (const node of element.childNodes) {
      if (this.#withBlocks.has(node)) close()
      else if (start < 0 && !this.#full) {
        start = this.#pieces.length
        this.#push(`<p${attributes}>`)
      }
      this.#node(node, inLink)
    }
    close()
  }

  #link(element: HtmlElement, inLink: boolean): void {
    const written = attribute(element, 'href') ?? ''
    const address = this.#options.ownPaths && ownPath.test(written) ? written : linkAddress(written, this.#base)
    if (!address || inLink) {
      this.#children(element, inLink)
      return
    }
    const attributes = ` href="${escapeAttribute(address)}" rel="nofollow noopener noreferrer ugc"`
    this.#kept('a', element, attributes + this.#attributes('a', element), true)
  }

  #image(element: HtmlElement): void {
    const alt = attribute(element, 'alt') ?? ''
    if (isEmoji(element, alt)) {
      this.#text(alt)
      return
    }
    const found = findImage(element)
    const source = found && this.#imageAddress(found.candidates)
    if (!source) return
    // The same picture once more, for browsers without scripts.
    if (source === this.#lastImage && element.parentNode && 'tagName' in element.parentNode && element.parentNode.tagName === 'noscript')
      return
    this.#lastImage = source
    this.images.add(source)
    const size = found.width && found.height ? ` width="${found.width}" height="${found.height}"` : ''
    const alternative = this.#attributes('img', element)
    this.#push(`<img src="${escapeAttribute(source)}"${alternative}${size} loading="lazy">`)
  }

  #imageAddress(candidates: string[]): string | undefined {
    for (const candidate of candidates) {
      if (this.#options.finishedImages?.has(candidate)) return candidate
      const address = webAddress(candidate, this.#base)
      const source = address && this.#options.imageUrl(address)
      if (source) return source
    }
    return undefined
  }

  /** A player cannot be kept, but a link to what it plays can. */
  #frame(element: HtmlElement, inLink: boolean): void {
    const source = element.childNodes.filter(node => isElement(node)).find(child => child.tagName === 'source')
    const written = attribute(element, 'src') ?? attribute(element, 'data-src') ?? (source && attribute(source, 'src')) ?? ''
    const address = webAddress(written, this.#base)
    if (!address || inLink || /^[01](px)?$/.test(attribute(element, 'width') ?? attribute(element, 'height') ?? '')) return
    const { host, pathname } = new URL(address)
    this.#push(
      `<a href="${escapeAttribute(address)}" rel="nofollow noopener noreferrer ugc">${escapeText(host + pathname.slice(0, 60))}</a>`,
    )
  }

  #attributes(name: string, element: HtmlElement): string {
    let written = ''
    for (const allowed of [...(keptElements.get(name) ?? []), 'dir', 'lang']) {
      const value = attribute(element, allowed)?.replace(controlCharacters, '')
      const rule = attributeValues[allowed]
      if (value === undefined || !rule?.test(value)) continue
      written += flagAttributes.has(allowed) ? ` ${allowed}` : ` ${allowed}="${escapeAttribute(value)}"`
    }
    return written
  }

  #text(value: string): void {
    const text = value.replace(controlCharacters, '')
    // A parser takes the first line feed in <pre> for part of the tag.
    const start = text.startsWith('\n') && /^<pre[ >]/.test(this.#pieces.at(-1) ?? '') ? '\n' : ''
    this.#push(start + escapeText(text))
    if (this.#length <= this.#options.mostCharacters) return
    const last = this.#pieces.pop()!
    this.#length -= last.length
    this.#push(cutEscaped(last, this.#options.mostCharacters - this.#length))
    this.#full = true
  }

  #push(piece: string): void {
    this.#pieces.push(piece)
    this.#length += piece.length
    if (this.#length > this.#options.mostCharacters && piece.startsWith('<') && !piece.startsWith('</')) this.#full = true
  }

  #isBlank(from: number): boolean {
    for (let index = from; index < this.#pieces.length; index++) if (!/^\s*$/.test(this.#pieces[index]!)) return false
    return true
  }

  /** Takes back a tag that turned out to be around nothing. Space between words stays. */
  #unwrap(start: number, name: string): void {
    const [tag = '', ...inside] = this.#pieces.splice(start)
    this.#length -= [tag, ...inside].reduce((sum, piece) => sum + piece.length, 0)
    if (!blockElements.has(name)) for (const space of inside) this.#push(space)
  }
}

/** Absolute http, https or mailto address for a link, or undefined. */
function linkAddress(written: string, base: URL | undefined): string | undefined {
  if (/^\s*mailto:/i.test(written)) return URL.parse(written)?.href
  return webAddress(written, base)
}

function webAddress(written: string, base: URL | undefined): string | undefined {
  const url = URL.parse(!base && written.startsWith('//') ? `https:${written}` : written, base?.href)
  if (!url || (url.protocol !== 'http:' && url.protocol !== 'https:') || url.href.length > 8_192) return undefined
  // A name before the host makes one site look like another.
  url.username = ''
  url.password = ''
  return url.href
}

function isEmoji(image: HtmlElement, alt: string): boolean {
  return (
    alt.length > 0 &&
    alt.length <= 16 &&
    /emoji|smiley/i.test(attribute(image, 'class') ?? '') &&
    /^[\p{Extended_Pictographic}\p{Emoji_Component}]+$/u.test(alt)
  )
}

function cutEscaped(escaped: string, most: number): string {
  return escaped
    .slice(0, Math.max(0, most))
    .replace(/&[^;]*$/, '')
    .replace(/[\ud800-\udbff]$/, '')
}
