import type { Knex } from 'knex'
import type { Doing, Looked } from '../actions/action.ts'
import { defineAction } from '../actions/define-action.ts'
import { bumpVersion } from '../config/settings-store.ts'
import { newId } from '../db/new-id.ts'
import { notFound } from '../errors.ts'
import { Type } from '../http/type.ts'
import type { Site } from '../site.ts'
import { maybeStaticPage } from './static-page.ts'

const slug = Type.String({
  pattern: '^[a-z0-9][a-z0-9-]{0,59}$',
  problem: 'Use up to 60 small letters, digits and hyphens, as in "house-rules".',
})

/** Publishes a page, or a new version of it. One that was removed comes back. */
export const publishPage = defineAction({
  name: 'page.publish',
  title: 'Publish a page',
  authority: 'operations',
  permission: 'content',
  input: Type.Object({
    slug,
    title: Type.String({ minLength: 1, maxLength: 120 }),
    /** Markdown. */
    body: Type.String({ minLength: 1, maxLength: 100_000 }),
    place: Type.Union([Type.Literal('footer'), Type.Literal('menu'), Type.Literal('nowhere')], { default: 'footer' }),
  }),
  look: ({ trx, input }) => lookAt(trx, input.slug),
  async run({ site, trx, actor, input: { slug, title, body, place } }) {
    const createdAt = site.now().toISOString()
    const page = await maybeStaticPage(trx, slug)
    if (page?.title === title && page.body === body && page.place === place && !page.removedAt) return
    const [id, versionId] = [page?.id ?? newId(), newId()]
    if (page) await trx('pages').where({ id }).update({ versionId, place, removedAt: null })
    else await trx('pages').insert({ id, slug, place, versionId, createdAt })
    await trx('page_versions').insert({ id: versionId, pageId: id, title, body, createdBy: actor.id ?? null, createdAt })
    await bumpVersion(trx, 'board')
  },
  say: ({ title }) => `The page “${title}” is published.`,
  // A page that was not there is removed again; otherwise what was there is published.
  undo(input, changes) {
    const { state, ...before } = Object.fromEntries(changes.map(change => [change.path.split('.').at(-1), change.before]))
    if (state === 'removed') return { name: 'page.remove', input: { slug: input.slug } }
    return { name: 'page.publish', input: { ...input, ...before } }
  },
  after: site => site.refresh(),
})

/** What taking away and bringing back have in common. */
const about = {
  authority: 'operations',
  permission: 'content',
  input: Type.Object({ slug }),
  look: ({ trx, input }: Doing<{ slug: string }>) => lookAt(trx, input.slug),
  after: (site: Site) => site.refresh(),
} as const

/** Takes a page away. Its versions stay, so that it can come back. */
export const removePage = defineAction({
  name: 'page.remove',
  title: 'Remove a page',
  ...about,
  run: ({ site, trx, input }) => setRemoved(trx, input.slug, site.now().toISOString()),
  say: ({ slug }) => `The page /pages/${slug} is removed.`,
  undo: ({ slug }) => ({ name: 'page.restore', input: { slug } }),
})

/** Brings a removed page back as it was. */
export const restorePage = defineAction({
  name: 'page.restore',
  title: 'Bring a page back',
  ...about,
  run: ({ trx, input }) => setRemoved(trx, input.slug, null),
  say: ({ slug }) => `The page /pages/${slug} is back.`,
  undo: ({ slug }) => ({ name: 'page.remove', input: { slug } }),
})

async function setRemoved(trx: Knex.Transaction, slug: string, removedAt: string | null): Promise<void> {
  if ((await trx('pages').where({ slug }).update({ removedAt })) === 0) throw notFound('page')
  await bumpVersion(trx, 'board')
}

async function lookAt(trx: Knex.Transaction, slug: string): Promise<Looked> {
  const page = await maybeStaticPage(trx, slug)
  // A page that is not there looks like one that was removed: so removing takes publishing back.
  const { title, body, place } = page && !page.removedAt ? page : { title: null, body: null, place: null }
  return {
    [`pages.${slug}.state`]: page ? stateOf(page) : 'removed',
    [`pages.${slug}.title`]: title,
    [`pages.${slug}.body`]: body,
    [`pages.${slug}.place`]: place,
  }
}

function stateOf({ removedAt }: { removedAt: string | null }): string {
  return removedAt ? 'removed' : 'published'
}
