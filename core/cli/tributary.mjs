#!/usr/bin/env node
// Readable by an old Node: it hands over to the newer one that "npm ci" brought along, or says what to do.
import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import module from 'node:module'
import { fileURLToPath } from 'node:url'
import { isTooOld, tooOld } from '../node-version.mjs'

if (isTooOld(process.version)) {
  const newer = fileURLToPath(new URL('../../node_modules/node/bin/node', import.meta.url))
  if (!existsSync(newer)) {
    console.error(tooOld)
    process.exit(1)
  }
  const { status } = spawnSync(newer, process.argv.slice(1), { stdio: 'inherit' })
  process.exit(status === null ? 1 : status)
}
process.env.UV_THREADPOOL_SIZE = process.env.UV_THREADPOOL_SIZE || '8'
// Code that was read once is read faster the next time. Where the folder cannot be written, nothing is kept.
module.enableCompileCache?.(fileURLToPath(new URL('../../node_modules/.cache/code', import.meta.url)))
await import('./main.ts')
