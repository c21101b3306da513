/** One element of a list, as JSON text; or why there is none. */
export interface JsonElement {
  text?: string
  problem?: string
}

const quote = 0x22
const backslash = 0x5c
const comma = 0x2c
const colon = 0x3a
const opening: ReadonlySet<number> = new Set([0x5b, 0x7b])
const closing: ReadonlySet<number> = new Set([0x5d, 0x7d])
const listStart = 0x5b
const longestKey = 100

/**
 * Cuts the elements out of lists in a JSON document that may be far larger than the memory: those of the first list in it, or of all lists
 * that stand at the top under `key`. Bytes before the document (`window.YTD.tweets.part0 =`) do not matter. What is inside of an element
 * is for whoever parses it; one longer than `longest` bytes is left out and says so.
 */
export async function* jsonElements(
  chunks: AsyncIterable<Buffer>,
  { key, longest }: { key?: string | undefined; longest: number },
): AsyncGenerator<JsonElement> {
  const cutter = new Cutter(key, longest)
  for await (const chunk of chunks) yield* cutter.take(chunk)
  if (!cutter.isOver) yield { problem: 'The file ends in the middle.' }
}

class Cutter {
  readonly #key: string | undefined
  readonly #longest: number
  /** How many lists and objects are open. */
  #depth = 0
  #inString = false
  #escaped = false
  /** Depth of the elements of the list that is being read; 0 outside of one. */
  #list = 0
  #sawList = false
  /** Of the element that is being read. */
  #parts: Buffer[] = []
  #size = 0
  #hasContent = false
  /** The text at the top that may turn out to be a key. */
  #name: number[] | undefined
  #latest = ''
  #pending: string | undefined

  constructor(key: string | undefined, longest: number) {
    this.#key = key
    this.#longest = longest
  }

  /** Whether the document came to its end. */
  get isOver(): boolean {
    return this.#depth === 0 && !this.#inString && (this.#sawList || this.#key !== undefined)
  }

  *take(chunk: Buffer): Generator<JsonElement> {
    let start = 0
    for (let at = 0; at < chunk.length; at++) {
      const byte = chunk[at]!
      if (this.#inString) {
        this.#inside(byte)
        continue
      }
      if (byte === quote) {
        this.#inString = true
        this.#hasContent = true
        if (this.#depth === 1 && this.#list === 0 && this.#key !== undefined) this.#name = []
      } else if (opening.has(byte)) {
        this.#depth++
        this.#hasContent = true
        if (this.#list === 0 && byte === listStart && this.#isWanted()) {
          this.#list = this.#depth
          this.#sawList = true
          this.#hasContent = false
          start = at + 1
        }
        this.#pending = undefined
      } else if (closing.has(byte)) {
        if (this.#list > 0 && this.#depth === this.#list) {
          yield* this.#element(chunk.subarray(start, at))
          this.#list = 0
        }
        this.#depth = Math.max(0, this.#depth - 1)
      } else if (byte === comma && this.#list > 0 && this.#depth === this.#list) {
        yield* this.#element(chunk.subarray(start, at))
        start = at + 1
      } else if (byte === colon) {
        if (this.#depth === 1) this.#pending = this.#latest
      } else if (byte === comma) {
        this.#pending = undefined
      } else if (byte > 0x20) this.#hasContent = true
    }
    if (this.#list > 0) this.#keep(chunk.subarray(start))
  }

  #inside(byte: number): void {
    if (this.#escaped) this.#escaped = false
    else if (byte === backslash) this.#escaped = true
    else if (byte === quote) {
      this.#inString = false
      if (this.#name) this.#latest = Buffer.from(this.#name).toString('utf8')
      this.#name = undefined
      return
    }
    if (this.#name && this.#name.length < longestKey) this.#name.push(byte)
  }

  #isWanted(): boolean {
    return this.#key === undefined ? !this.#sawList : this.#depth === 2 && this.#pending === this.#key
  }

  #keep(part: Buffer): void {
    this.#size += part.length
    // A copy, because the chunk it lies in is large and used again.
    if (this.#size <= this.#longest) this.#parts.push(Buffer.from(part))
    else this.#parts = []
  }

  *#element(last: Buffer): Generator<JsonElement> {
    this.#keep(last)
    const tooLong = this.#size > this.#longest
    const parts = this.#parts
    const isThere = this.#hasContent
    this.#parts = []
    this.#size = 0
    this.#hasContent = false
    if (!isThere) return
    if (tooLong) yield { problem: `This is larger than ${Math.floor(this.#longest / 1000)} kB.` }
    else yield { text: Buffer.concat(parts).toString('utf8').trim() }
  }
}
