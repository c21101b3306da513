import { type JsonElement, jsonElements } from '../archives/json-elements.ts'
import type { OpenArchive } from '../archives/open-archive.ts'
import type { Archive, ArchivedElements, ArchivedFile } from '../plugin-contract/plugin-handlers.ts'

const mostFiles = 1_000
const mostBytes = 1_000_000
const mostElements = 200
const mostCharacters = 500_000
const longestElement = 250_000

interface Reading {
  path: string
  key: string | undefined
  index: number
  elements: AsyncGenerator<JsonElement>
}

const mostReadings = 3

/** What a plugin reads an archive by. Reading on where it stopped last costs no second pass through the file. */
export class ArchiveForPlugin {
  readonly #archive: OpenArchive
  readonly #name: string
  /** Stands before every path: the folder in which the archive begins. */
  readonly #root: string
  readonly #paths: string[]
  /** Lists that were read to some place, the latest last: reading on there begins where it stopped. */
  #readings: Reading[] = []

  constructor(archive: OpenArchive, name: string, root: string) {
    this.#archive = archive
    this.#name = name
    this.#root = root
    this.#paths = [...archive.files.keys()].filter(path => path.startsWith(root)).map(path => path.slice(root.length))
  }

  /** The functions that are handed over. What comes in from a plugin is what a stranger wrote. */
  handle(): Archive {
    return {
      name: this.#name,
      files: async (query = {}) => this.#files(query ?? {}),
      read: async (path, part = {}) => this.#read(String(path), part ?? {}),
      elements: async (path, query = {}) => this.#elements(String(path), query ?? {}),
    }
  }

  /** A whole file, when it is there and no larger than this. */
  async whole(path: string, most: number): Promise<Buffer | undefined> {
    const size = this.#archive.files.get(this.#root + path)
    return size === undefined || size > most ? undefined : this.#part(path, 0, size)
  }

  close(): void {
    for (const reading of this.#readings) void reading.elements.return(undefined)
    this.#readings = []
    this.#archive.close()
  }

  #files({ under = '', after = '', limit = mostFiles }: { under?: string; after?: string; limit?: number }): ArchivedFile[] {
    const found: ArchivedFile[] = []
    for (const path of this.#paths) {
      if (found.length >= within(limit, mostFiles)) break
      if (path.startsWith(under) && path > after) found.push({ path, bytes: this.#archive.files.get(this.#root + path) ?? 0 })
    }
    return found
  }

  async #read(path: string, { from = 0, bytes = mostBytes }: { from?: number; bytes?: number }): Promise<Uint8Array> {
    return new Uint8Array(await this.#part(path, Math.max(0, Number(from) || 0), within(bytes, mostBytes)))
  }

  async #part(path: string, from: number, bytes: number): Promise<Buffer> {
    const stream = await this.#open(path)
    const parts: Buffer[] = []
    let at = 0
    try {
      for await (const chunk of stream as AsyncIterable<Buffer>) {
        const wanted = chunk.subarray(Math.max(0, from - at), Math.max(0, from + bytes - at))
        if (wanted.length > 0) parts.push(wanted)
        at += chunk.length
        if (at >= from + bytes) break
      }
    } catch {
      // A file that is damaged ends where it cannot be read.
    }
    return Buffer.concat(parts)
  }

  async #elements(path: string, query: { in?: string; from?: number; limit?: number }): Promise<ArchivedElements> {
    const from = Math.max(0, Number(query.from) || 0)
    const key = query.in === undefined ? undefined : String(query.in)
    const reading = await this.#readingAt(path, key, from)
    const limit = within(query.limit, mostElements)
    const elements: ArchivedElements['elements'] = []
    for (let characters = 0; elements.length < limit && characters < mostCharacters; ) {
      const { value, done } = await nextOf(reading)
      if (done) {
        this.#readings = this.#readings.filter(one => one !== reading)
        return { elements }
      }
      elements.push({ index: reading.index++, ...value })
      characters += value.text?.length ?? 0
    }
    return { elements, next: reading.index }
  }

  async #readingAt(path: string, key: string | undefined, from: number): Promise<Reading> {
    const known = this.#readings.find(one => one.path === path && one.key === key && one.index === from)
    if (known) return known
    const stream = await this.#open(path)
    const reading = { path, key, index: 0, elements: jsonElements(stream as AsyncIterable<Buffer>, { key, longest: longestElement }) }
    while (reading.index < from && !(await nextOf(reading)).done) reading.index++
    reading.index = from
    this.#readings.push(reading)
    if (this.#readings.length > mostReadings) await this.#readings.shift()!.elements.return(undefined)
    return reading
  }

  async #open(path: string) {
    const stream = await this.#archive.stream(this.#root + path)
    if (!stream) throw new Error(`The archive has no file "${path.slice(0, 200)}".`)
    return stream
  }
}

/** A file that is damaged ends where it cannot be read: that is no failure of the plugin that asks. */
async function nextOf({ elements }: Reading): Promise<IteratorResult<JsonElement, undefined>> {
  try {
    return await elements.next()
  } catch {
    return { value: { problem: 'The file is damaged from here on.' }, done: false }
  }
}

function within(value: unknown, most: number): number {
  return typeof value === 'number' && value >= 1 ? Math.min(Math.floor(value), most) : most
}
