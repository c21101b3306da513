import bodyParser from '@koa/bodyparser'
import multer from '@koa/multer'
import { isMember } from '../actor.ts'
import type { Config } from '../config/config-schema.ts'
import { invalid, notFound, SiteError } from '../errors.ts'
import { archiveUpload, isArchiveUpload, withArchive } from './archive-upload.ts'
import type { Context } from './context.ts'
import { cameByOneClick } from './csrf.ts'
import { uploadedBytes, uploadMemory } from './upload-memory.ts'

type Middleware = (ctx: Context, next: () => Promise<void>) => Promise<void>

const megabyte = 1024 * 1024
const mostFiles = 20
/** A request is held in memory: together its files may be as large as this many of the largest. */
const mostLarge = 4

/** Reads forms, JSON and uploads into `ctx.state`. Only members may upload; a hidden `_method` makes a POST a PUT or DELETE. */
export function readBody(config: Config): Middleware {
  const forms = bodyParser({ enableTypes: ['form', 'json'], formLimit: '256kb', jsonLimit: '256kb', encoding: 'utf-8' })
  const uploads = multer({
    storage: uploadMemory(config.media.uploadMegabytes * mostLarge * megabyte),
    limits: { fileSize: config.media.uploadMegabytes * megabyte, files: mostFiles, fields: 100, fieldSize: 256 * 1024, parts: 120 },
  }).any()
  const archives = archiveUpload(config)

  return async (ctx, next) => {
    ctx.state.body = {}
    ctx.state.files = []
    // PostgreSQL has no such character, so nothing can have it in its name.
    if (ctx.url.includes('%00')) throw notFound('page')
    // Mail programs send forms of all kinds there; what counts is the address.
    if (ctx.method === 'GET' || ctx.method === 'HEAD' || cameByOneClick(ctx)) return next()
    if (isArchiveUpload(ctx)) return withArchive(ctx, archives as unknown as Middleware, next)
    if (ctx.is('multipart')) {
      if (!isMember(ctx.actor)) throw new SiteError(401, 'unauthorized', 'Please sign in before you send files.')
      await readUploads(ctx, uploads as unknown as Middleware, config.media.uploadMegabytes)
    } else {
      await readForm(ctx, forms as unknown as Middleware)
    }
    const method = String(ctx.state.body._method ?? '').toUpperCase()
    if (ctx.method === 'POST' && (method === 'PUT' || method === 'DELETE')) ctx.method = method
    await next()
  }
}

async function readForm(ctx: Context, parse: Middleware): Promise<void> {
  try {
    await parse(ctx, async () => {})
  } catch (error) {
    const status = (error as { status?: number }).status ?? 400
    throw new SiteError(
      status,
      'bad-body',
      status === 413 ? 'This is too much text at once.' : 'The form could not be read.',
      {},
      { cause: error },
    )
  }
  const { body, rawBody } = ctx.request as { body?: unknown; rawBody?: string }
  ctx.state.body = typeof body === 'object' && body !== null ? { ...body, ...(ctx.is('urlencoded') && longLists(rawBody ?? '')) } : {}
}

/** Fields that came often, as lists: of one that is sent more than twenty times the library makes an object. */
function longLists(raw: string): Record<string, string[]> {
  const fields = new URLSearchParams(raw)
  const names = [...new Set(fields.keys())].filter(name => name !== '__proto__')
  return Object.fromEntries(names.map(name => [name, fields.getAll(name)] as const).filter(([, values]) => values.length > 20))
}

/** Who asks for the files hears what is wrong with them: then a form can be shown again with what was typed before they came. */
function refuseFiles(ctx: Context, problem: string): void {
  const { body } = ctx.req as { body?: object }
  ctx.state.body = { ...body, ...(ctx.request as { body?: object }).body }
  Object.defineProperty(ctx.state, 'files', {
    get() {
      throw invalid({ pictures: problem })
    },
  })
}

interface MulterFile {
  fieldname: string
  originalname: string
  buffer: Buffer
}

async function readUploads(ctx: Context, parse: Middleware, megabytes: number): Promise<void> {
  try {
    await parse(ctx, async () => {})
  } catch (error) {
    const { code } = error as { code?: string }
    if (code === 'LIMIT_FILE_SIZE') return refuseFiles(ctx, `A file may have at most ${megabytes} MB.`)
    if (code === 'LIMIT_FILE_COUNT') return refuseFiles(ctx, `Please send at most ${mostFiles} files at once.`)
    throw new SiteError(400, 'bad-body', 'The upload could not be read. Please try again.', {}, { cause: error })
  }
  const most = megabytes * mostLarge
  if (uploadedBytes(ctx.req) > most * megabyte) return refuseFiles(ctx, `Please send at most ${most} MB at once.`)
  const { body, files } = ctx.request as unknown as { body?: object; files?: MulterFile[] }
  ctx.state.body = { ...body }
  ctx.state.files = (files ?? [])
    .filter(file => file.buffer.length > 0)
    .map(file => ({ field: file.fieldname, name: file.originalname, bytes: file.buffer }))
}
