import { createHash, randomUUID } from 'node:crypto'
import { mkdir, readdir, readFile, rename, rm, stat, utimes, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { OutsideError, type OutsideFetch } from '../sources/source-type.ts'
import { BadPicture, encodePicture } from './encode-picture.ts'
import { takeTurns } from './take-turns.ts'

export interface CachedImage {
  bytes: Uint8Array
  /** Media type: `image/webp`. */
  type: string
  /** With its quotes, as the header wants it. */
  etag: string
}

export interface ImageCache {
  /** A picture of another site by its address, fetched when it is not here yet. Undefined when there is none to be had. */
  get(address: string): Promise<CachedImage | undefined>
  /** Bytes of all pictures. */
  size(): Promise<number>
  /** Removes what was not used for longest until the rest has room, and what an interrupted write left behind. */
  sweep(): Promise<void>
  /** Removes pictures by the SHA-256 of their addresses. */
  forget(names: readonly string[]): Promise<void>
  /** Removes all pictures; they are fetched again when somebody looks at them. */
  clear(): Promise<void>
}

export interface ImageCacheOptions {
  directory: string
  maxBytes: number
  fetch: OutsideFetch
  /** Whether one of these SHA-256 hashes, of an address or of what was there, belongs to what must not be kept. */
  refuses?(hashes: readonly string[]): Promise<boolean>
  /** Makes WebP of whatever was fetched; throws BadPicture. */
  encode?(bytes: Uint8Array): Promise<{ bytes: Uint8Array }>
  /** Pictures fetched at the same time. */
  fetches?: number
  /** Milliseconds for which a picture that could not be had is not asked for again. */
  retryAfter?: number
  now?(): number
}

interface CacheFile {
  path: string
  size: number
  usedAt: number
}

const imageType = 'image/webp'
const largestFetch = 10_485_760
const fetchTimeout = 10_000
const mostWaiting = 500
const mostFailures = 10_000
const hour = 3_600_000

/**
 * Pictures of other sites, kept as files so that readers need not ask those sites for them. The files are all there is to know:
 * the name comes from the address and the time of change says when a picture was last used.
 */
export function openImageCache(options: ImageCacheOptions): ImageCache {
  return new FileCache(options)
}

class FileCache implements ImageCache {
  readonly #options: Required<ImageCacheOptions>
  readonly #inTurn: ReturnType<typeof takeTurns>
  readonly #fetching = new Map<string, Promise<CachedImage | undefined>>()
  readonly #failedUntil = new Map<string, number>()
  #size: number | undefined
  #sweeping: Promise<void> | undefined

  constructor(options: ImageCacheOptions) {
    this.#options = {
      ...options,
      encode: options.encode ?? (bytes => encodePicture(bytes, { width: 1_200, height: 1_200, fit: 'inside' })),
      refuses: options.refuses ?? (async () => false),
      fetches: options.fetches ?? 4,
      retryAfter: options.retryAfter ?? hour,
      now: options.now ?? Date.now,
    }
    this.#inTurn = takeTurns(this.#options.fetches)
  }

  async get(address: string): Promise<CachedImage | undefined> {
    const name = createHash('sha256').update(address).digest('hex')
    const kept = await this.#read(name)
    if (kept) return kept
    if ((this.#failedUntil.get(name) ?? 0) > this.#options.now()) return undefined

    const already = this.#fetching.get(name)
    if (already) return already
    if (this.#fetching.size >= mostWaiting) return undefined
    const fetching = this.#inTurn(() => this.#fetch(address, name)).finally(() => this.#fetching.delete(name))
    this.#fetching.set(name, fetching)
    return fetching
  }

  async size(): Promise<number> {
    this.#size ??= sumOf(await this.#files())
    return this.#size
  }

  sweep(): Promise<void> {
    this.#sweeping ??= this.#sweep().finally(() => {
      this.#sweeping = undefined
    })
    return this.#sweeping
  }

  async clear(): Promise<void> {
    await rm(this.#options.directory, { recursive: true, force: true })
    this.#size = 0
    this.#failedUntil.clear()
  }

  async forget(names: readonly string[]): Promise<void> {
    for (const name of names) {
      const path = this.#path(name)
      const found = await stat(path).catch(() => undefined)
      await rm(path, { force: true })
      if (found && this.#size !== undefined) this.#size -= found.size
    }
  }

  async #read(name: string): Promise<CachedImage | undefined> {
    const path = this.#path(name)
    try {
      const [bytes, { mtimeMs }] = await Promise.all([readFile(path), stat(path)])
      // Once an hour is exact enough to tell what is used, and spares the disk.
      if (Date.now() - mtimeMs > hour) await utimes(path, new Date(), new Date())
      return cachedImage(bytes)
    } catch (problem) {
      if (isMissing(problem)) return undefined
      throw problem
    }
  }

  async #fetch(address: string, name: string): Promise<CachedImage | undefined> {
    const bytes = (await this.#options.refuses([name])) ? undefined : await this.#fetchPicture(address)
    if (!bytes) {
      this.#rememberFailure(name)
      return undefined
    }
    await this.#write(name, bytes)
    return cachedImage(bytes)
  }

  async #fetchPicture(address: string): Promise<Uint8Array | undefined> {
    const { fetch, encode, refuses } = this.#options
    try {
      const headers = { accept: 'image/avif,image/webp,image/png,image/jpeg,image/gif' }
      const answer = await fetch(address, { maxBytes: largestFetch, timeout: fetchTimeout, headers })
      if (answer.status !== 200) return undefined
      const { bytes } = await encode(answer.body)
      const hashes = [answer.body, bytes].map(one => createHash('sha256').update(one).digest('hex'))
      return (await refuses(hashes)) ? undefined : bytes
    } catch (problem) {
      if (problem instanceof OutsideError || problem instanceof BadPicture) return undefined
      throw problem
    }
  }

  // Written aside and moved into place, so that nobody ever reads half a picture.
  async #write(name: string, bytes: Uint8Array): Promise<void> {
    const path = this.#path(name)
    const aside = join(this.#options.directory, `${randomUUID()}.part`)
    const before = await this.size()
    await mkdir(join(path, '..'), { recursive: true })
    await writeFile(aside, bytes)
    await rename(aside, path)
    this.#size = (this.#size ?? before) + bytes.length
    if (this.#size > this.#options.maxBytes) await this.sweep()
  }

  async #sweep(): Promise<void> {
    const files = await this.#files()
    const abandoned = files.filter(file => file.path.endsWith('.part') && Date.now() - file.usedAt > hour)
    const pictures = files.filter(file => !file.path.endsWith('.part')).sort((a, b) => a.usedAt - b.usedAt)
    let size = sumOf(pictures)
    // A tenth more than needed, so that not every further picture sweeps again.
    const enough = size > this.#options.maxBytes ? this.#options.maxBytes * 0.9 : size
    for (const file of [...abandoned, ...pictures]) {
      const picture = !file.path.endsWith('.part')
      if (picture && size <= enough) break
      await rm(file.path, { force: true })
      if (picture) size -= file.size
    }
    this.#size = size
  }

  async #files(): Promise<CacheFile[]> {
    const files: CacheFile[] = []
    for (const entry of await listFolder(this.#options.directory)) {
      if (!entry.isFile()) continue
      const path = join(entry.parentPath, entry.name)
      const found = await stat(path).catch(problem => (isMissing(problem) ? undefined : Promise.reject(problem)))
      if (found) files.push({ path, size: found.size, usedAt: found.mtimeMs })
    }
    return files
  }

  #rememberFailure(name: string): void {
    if (this.#failedUntil.size >= mostFailures) this.#failedUntil.delete(this.#failedUntil.keys().next().value!)
    this.#failedUntil.set(name, this.#options.now() + this.#options.retryAfter)
  }

  #path(name: string): string {
    return join(this.#options.directory, name.slice(0, 2), `${name.slice(2)}.webp`)
  }
}

function cachedImage(bytes: Uint8Array): CachedImage {
  return { bytes, type: imageType, etag: `"${createHash('sha256').update(bytes).digest('base64url').slice(0, 22)}"` }
}

async function listFolder(directory: string) {
  try {
    return await readdir(directory, { recursive: true, withFileTypes: true })
  } catch (problem) {
    if (isMissing(problem)) return []
    throw problem
  }
}

function sumOf(files: CacheFile[]): number {
  return files.reduce((sum, file) => sum + file.size, 0)
}

function isMissing(problem: unknown): boolean {
  return problem instanceof Error && 'code' in problem && problem.code === 'ENOENT'
}
