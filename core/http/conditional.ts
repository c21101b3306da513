import { createHash } from 'node:crypto'
import type { Context } from './context.ts'

export interface Version {
  /** Whatever changes when the answer does. */
  etag: string
  /** Time of the newest change; only as a second choice for clients that know no ETag. */
  lastModified?: Date
}

/** A short mark of some content. Weak, because compression changes the bytes. */
export function weakEtag(...content: string[]): string {
  return `W/"${createHash('sha256').update(JSON.stringify(content)).digest('base64url').slice(0, 27)}"`
}

/** Says which version the answer is, and answers 304 when the client has it already: then nothing is left to do. */
export function answerUnchanged(ctx: Context, { etag, lastModified }: Version): boolean {
  ctx.set('ETag', etag)
  if (lastModified) ctx.set('Last-Modified', lastModified.toUTCString())
  if (!isKnown(ctx, etag)) return false
  ctx.status = 304
  return true
}

function isKnown(ctx: Context, etag: string): boolean {
  const known = ctx.get('If-None-Match')
  if (known) return known.trim() === '*' || known.split(',').some(one => opaque(one) === opaque(etag))
  // Exactly the same, not just later: an entry that was removed makes a feed older.
  const since = ctx.get('If-Modified-Since')
  return since !== '' && since === ctx.response.get('Last-Modified')
}

function opaque(etag: string): string {
  return etag.trim().replace(/^W\//, '')
}
