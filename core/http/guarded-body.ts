import { Readable, type Transform, Writable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { constants, createBrotliDecompress, createGunzip, createInflate, createInflateRaw, createZstdDecompress } from 'node:zlib'
import { OutsideError } from '../sources/source-type.ts'

const mostEncodings = 3
const firstRoom = 65_536
// What a browser accepts (RFC 9659): a larger window would let a small answer claim much memory.
const zstdWindowLog = 23

/** Reads a body to its end, decompressed. Stops as soon as there are more than `maxBytes`, counted after decompression. */
export async function readGuardedBody(body: Readable, encoding: string, maxBytes: number, host: string): Promise<Uint8Array> {
  const chunks: AsyncIterator<Uint8Array> = body[Symbol.asyncIterator]()
  const first = await firstChunk(chunks)
  if (!first) return new Uint8Array()

  const content = new BodyBytes(maxBytes, host)
  await pipeline([Readable.from(countedChunks(first, chunks, maxBytes, host)), ...decoders(encoding, first), content])
  return content.take()
}

// Counted before decompression as well: a stream can go on for ever without ever decompressing to anything.
async function* countedChunks(first: Uint8Array, chunks: AsyncIterator<Uint8Array>, maxBytes: number, host: string) {
  let size = 0
  for (let chunk: Uint8Array | undefined = first; chunk; chunk = (await chunks.next()).value) {
    size += chunk.length
    if (size > maxBytes) throw tooLarge(host, maxBytes)
    yield chunk
  }
}

async function firstChunk(chunks: AsyncIterator<Uint8Array>): Promise<Uint8Array | undefined> {
  for (;;) {
    const { value, done } = await chunks.next()
    if (done) return undefined
    if (value.length > 0) return value
  }
}

// Encodings are named in the order in which they were applied. Unknown ones are passed over, as browsers do: some servers say `utf-8` here.
function decoders(encoding: string, first: Uint8Array): Transform[] {
  const names = encoding
    .toLowerCase()
    .split(',')
    .map(name => name.trim())
  const known = names.filter(name => name in makers).reverse()
  if (known.length > mostEncodings) throw new OutsideError('bad-answer', 'The answer is compressed too many times over.')
  return known.map(name => makers[name]!(first))
}

const makers: Record<string, (first: Uint8Array) => Transform> = {
  gzip: () => createGunzip(),
  'x-gzip': () => createGunzip(),
  br: () => createBrotliDecompress(),
  zstd: () => createZstdDecompress({ params: { [constants.ZSTD_d_windowLogMax]: zstdWindowLog } }),
  // The name means zlib, yet many servers send raw deflate. The first byte tells.
  deflate: first => ((first[0]! & 0x0f) === 8 ? createInflate() : createInflateRaw()),
}

/** One buffer that doubles: a body sent byte by byte costs no more than one sent whole. */
class BodyBytes extends Writable {
  readonly #max: number
  readonly #host: string
  #size = 0
  #bytes = new Uint8Array(0)

  constructor(max: number, host: string) {
    super()
    this.#max = max
    this.#host = host
  }

  override _write(chunk: Uint8Array, _encoding: string, done: (problem?: Error) => void): void {
    const size = this.#size + chunk.length
    if (size > this.#max) {
      done(tooLarge(this.#host, this.#max))
      return
    }
    if (size > this.#bytes.length) this.#grow(size)
    this.#bytes.set(chunk, this.#size)
    this.#size = size
    done()
  }

  // A copy of the exact size: handing a part to a worker would copy the whole buffer below it.
  take(): Uint8Array {
    return this.#bytes.length === this.#size ? this.#bytes : this.#bytes.slice(0, this.#size)
  }

  #grow(size: number): void {
    const grown = new Uint8Array(Math.min(this.#max, Math.max(firstRoom, this.#bytes.length * 2, size)))
    grown.set(this.#bytes.subarray(0, this.#size))
    this.#bytes = grown
  }
}

export function tooLarge(host: string, maxBytes: number): OutsideError {
  const limit = maxBytes >= 1_048_576 ? `${Math.round(maxBytes / 1_048_576)} MiB` : `${Math.ceil(maxBytes / 1_024)} KiB`
  return new OutsideError('too-large', `${host} sent more than ${limit}, which is too much to read.`)
}
