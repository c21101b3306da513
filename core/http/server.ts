import Koa from 'koa'
import compress from 'koa-compress'
import type { Static, TSchema } from 'typebox'
import { listGroupsOf } from '../groups/group.ts'
import { addLookAssetRoutes } from '../looks/look-asset-routes.ts'
import { findPreview } from '../looks/preview.ts'
import { addImageCacheRoutes } from '../media/image-cache-routes.ts'
import { addMediaRoutes } from '../media/media-routes.ts'
import { showReader } from '../members/show-reader.ts'
import { fillParts } from '../plugin-pages/fill-parts.ts'
import type { Site } from '../site.ts'
import { addEditorAssetRoutes } from '../theme-editor/editor-asset-routes.ts'
import { addAssetRoutes } from './asset-routes.ts'
import { closeForMaintenance } from './close-for-maintenance.ts'
import type { Context, State } from './context.ts'
import { checkCsrf } from './csrf.ts'
import { addHealthRoutes } from './health-routes.ts'
import { measureRequests } from './measure-requests.ts'
import { leaveNotice, pageView } from './page.ts'
import { readBody } from './read-body.ts'
import { makeRouter } from './router.ts'
import { addRoutes } from './routes.ts'
import { readInput } from './schema.ts'
import { securityHeaders } from './security-headers.ts'
import { findActor } from './session.ts'
import { setUpFirst } from './set-up-first.ts'
import { showErrors } from './show-errors.ts'

/** The chain of every request, from the outside in. */
export function makeServer(site: Site): Koa<State, Context> {
  const server = new Koa<State, Context>()
  server.proxy = site.config.http.trustProxy > 0
  server.maxIpsCount = site.config.http.trustProxy
  server.silent = true
  extendContext(server, site)

  const files = makeRouter()
  addLookAssetRoutes(files)
  addEditorAssetRoutes(files)
  addAssetRoutes(files)
  addHealthRoutes(files)
  addMediaRoutes(files)
  addImageCacheRoutes(files)
  const pages = makeRouter()
  addRoutes(pages)

  server.use(compress({ threshold: 1024, br: { params: { 0: 4 } } }))
  server.use(handOver)
  server.use(securityHeaders)
  server.use(files.routes())
  server.use(measureRequests)
  server.use(showErrors)
  server.use(findActor)
  server.use(findPreview)
  server.use(closeForMaintenance)
  server.use(setUpFirst)
  server.use(readBody(site.config))
  server.use(checkCsrf)
  server.use(pages.routes())
  return server
}

/** Where members propose another look of what is drawn by this template. */
function changeUrl({ actor, url }: Context, template: string): { changeUrl?: string } {
  if (!actor.member) return {}
  return { changeUrl: `/themes/edit?${new URLSearchParams({ drew: template, from: url.slice(0, 300) })}` }
}

/** Gives the request the things it works with, as they are at this moment. */
async function handOver(ctx: Context, next: () => Promise<void>): Promise<void> {
  ctx.registry = ctx.site.registry
  await next()
}

function extendContext(server: Koa<State, Context>, site: Site): void {
  const additions: Partial<Context> & ThisType<Context> = {
    site,
    read<Schema extends TSchema>(schema: Schema): Static<Schema> {
      const input = this.method === 'GET' || this.method === 'HEAD' ? this.query : this.state.body
      return readInput(schema, { ...input, ...this.params })
    },
    async page(template, view) {
      this.type = 'html'
      this.set('Cache-Control', 'private, no-cache')
      const reader = showReader(this.actor, this.state, await this.groups(), this.locale)
      const slots = await fillParts(this, template, view)
      const full = Object.assign(pageView(this, reader), view, changeUrl(this, template), slots && { slots })
      const { preview } = this.state
      const html = preview ? await preview.page(template, full) : this.site.themes.render(template, full, { locale: this.locale })
      // As bytes, so that the text is encoded once: not for its length and again for the socket.
      this.body = Buffer.from(html)
    },
    async fragment(template, view) {
      this.type = 'html'
      this.set('Cache-Control', 'no-store')
      const { preview } = this.state
      const slots = await fillParts(this, template, view)
      const full = { ...(preview?.view ?? this.site.look.current.view), ...view, ...(slots && { slots }) }
      if (preview) preview.part = { template, view: full }
      this.body = this.site.themes.render(template, full, { locale: this.locale })
    },
    groups() {
      this.state.groups ??= this.actor.id ? listGroupsOf(this.site.db, this.actor.id) : Promise.resolve([])
      return this.state.groups
    },
    done(url, notice, undo) {
      if (notice) leaveNotice(this, this.t(notice), undo)
      if (this.wantsFragment) {
        this.set('HX-Redirect', url)
        this.status = 204
      } else {
        this.redirect(url)
        this.status = 303
      }
    },
    backTo(fallback) {
      const referrer = this.get('Referer')
      if (!URL.canParse(referrer)) return fallback
      const { origin, pathname, search } = new URL(referrer)
      // Two slashes would begin the name of another host.
      const own = (origin === this.origin || origin === this.site.url) && !pathname.startsWith('//')
      return own ? pathname + search : fallback
    },
    t(key, values) {
      return this.site.themes.translate(key, values ?? {}, this.locale)
    },
  }
  Object.assign(server.context, additions)
  Object.defineProperties(server.context, {
    wantsFragment: {
      get(this: Context) {
        return this.get('HX-Request') === 'true'
      },
    },
    locale: {
      get(this: Context) {
        return chooseLocale(this)
      },
    },
  })
}

const localeOfRequest = new WeakMap<object, string>()

function chooseLocale(ctx: Context): string {
  const known = localeOfRequest.get(ctx.req)
  if (known) return known
  const tags = ctx.site.themes.locales().map(locale => locale.tag)
  const own = ctx.actor?.member?.locale
  const chosen = (own && tags.includes(own) && own) || ctx.acceptsLanguages(['en', ...tags]) || 'en'
  localeOfRequest.set(ctx.req, chosen)
  return chosen
}
