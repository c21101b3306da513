// Readable by an old Node, so that it can say what to do.
import module from 'node:module'
import { fileURLToPath } from 'node:url'
import { isTooOld, tooOld } from './node-version.mjs'

if (isTooOld(process.version)) {
  console.error(tooOld)
  process.exit(1)
}
// Hashing passwords, pictures and the database share the thread pool.
process.env.UV_THREADPOOL_SIZE = process.env.UV_THREADPOOL_SIZE || '8'
// Code that was read once is read faster the next time. Where the folder cannot be written, nothing is kept.
module.enableCompileCache?.(fileURLToPath(new URL('../node_modules/.cache/code', import.meta.url)))
await import('./main.ts')
