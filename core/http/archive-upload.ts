import { randomBytes } from 'node:crypto'
import { mkdirSync } from 'node:fs'
import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import multer from '@koa/multer'
import { isMember } from '../actor.ts'
import type { Config } from '../config/config-schema.ts'
import { SiteError } from '../errors.ts'
import type { Context } from './context.ts'

const megabyte = 1024 * 1024

/** The one form that takes a file larger than the memory should hold. */
export function isArchiveUpload(ctx: Context): boolean {
  return ctx.method === 'POST' && ctx.path === '/settings/import' && Boolean(ctx.is('multipart'))
}

/** Reads the form of an archive; the file goes straight to the disk. */
export function archiveUpload(config: Config) {
  const folder = join(config.dataDir, 'imports')
  const storage = multer.diskStorage({
    destination(_request, _file, done) {
      mkdirSync(folder, { recursive: true, mode: 0o700 })
      done(null, folder)
    },
    filename: (_request, _file, done) => done(null, `sent-${randomBytes(12).toString('hex')}`),
  })
  const limits = { fileSize: config.media.archiveMegabytes * megabyte, files: 1, fields: 10, fieldSize: 10_000, parts: 12 }
  return multer({ storage, limits }).any()
}

/** Runs the rest of the request with the file in `ctx.state.archive`. What is not moved away by then is deleted. */
export async function withArchive(
  ctx: Context,
  parse: (ctx: Context, next: () => Promise<void>) => Promise<void>,
  next: () => Promise<void>,
): Promise<void> {
  if (!isMember(ctx.actor)) throw new SiteError(401, 'unauthorized', 'Please sign in before you send files.')
  await ctx.site.limits.spend('bring-archive', ctx.actor.id)
  let problem: string | undefined
  try {
    await parse(ctx, async () => {})
  } catch (error) {
    problem = problemOf(error, ctx.site.config.media.archiveMegabytes)
    if (!problem) throw new SiteError(400, 'bad-body', 'The upload could not be read. Please try again.', {}, { cause: error })
  }
  const { body, files } = ctx.request as unknown as { body?: object; files?: { path: string; originalname: string; size: number }[] }
  ctx.state.body = { ...(ctx.req as { body?: object }).body, ...body, ...(problem && { tooLarge: problem }) }
  const [file] = files ?? []
  if (file && file.size > 0) ctx.state.archive = { path: file.path, name: nameOf(file.originalname), bytes: file.size }
  try {
    await next()
  } finally {
    if (file) await rm(file.path, { force: true })
  }
}

function problemOf(error: unknown, megabytes: number): string | undefined {
  const { code } = error as { code?: string }
  if (code === 'LIMIT_FILE_SIZE') return `A file may have at most ${megabytes} MB here.`
  if (code === 'LIMIT_FILE_COUNT') return 'Please send one file at a time.'
  return code === 'ENOSPC' ? 'The site has no room for a file of this size at the moment.' : undefined
}

/** Forms send the bytes of a name in UTF-8, and multer reads them one by one. */
function nameOf(name: string): string {
  return Buffer.from(name, 'latin1').toString('utf8').replaceAll('\ufffd', '_')
}
