// Readable by an old Node, so that it can say what to do.
import { isTooOld, tooOld } from './node-version.mjs'

if (isTooOld(process.version)) {
  console.error(tooOld)
  process.exit(1)
}
// Hashing passwords, pictures and the database share the thread pool.
process.env.UV_THREADPOOL_SIZE = process.env.UV_THREADPOOL_SIZE || '8'
await import('./main.ts')
