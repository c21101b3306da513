import type { IncomingMessage } from 'node:http'
import type { Readable } from 'node:stream'
import type { File, StorageEngine } from '@koa/multer'

const taken = new WeakMap<IncomingMessage, number>()

/**
 * Keeps the files of a request in memory, together no more than `most` bytes. What goes beyond is read to its end and let go, so
 * that the fields of the form are known all the same.
 */
export function uploadMemory(most: number): StorageEngine {
  return {
    _handleFile(request, file, done) {
      const chunks: Buffer[] = []
      const { stream } = file as unknown as { stream: Readable }
      stream.on('data', (chunk: Buffer) => {
        const total = (taken.get(request) ?? 0) + chunk.length
        taken.set(request, total)
        if (total <= most) chunks.push(chunk)
        else chunks.length = 0
      })
      stream.once('error', error => done(error))
      stream.once('end', () => done(null, { buffer: Buffer.concat(chunks) } as File))
    },
    _removeFile(_request, _file, done) {
      done(null as unknown as Error)
    },
  }
}

/** How many bytes the files of a request had together. */
export function uploadedBytes(request: IncomingMessage): number {
  return taken.get(request) ?? 0
}
