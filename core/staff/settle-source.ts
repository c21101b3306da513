import type { Doing } from '../actions/action.ts'
import { defineAction } from '../actions/define-action.ts'
import { idInput } from '../actions/id-input.ts'
import { conflict, notFound } from '../errors.ts'
import { Type } from '../http/type.ts'
import { addNotifications } from '../notifications/add-notifications.ts'
import { countRows } from '../panel/count-rows.ts'
import { longFailing } from '../sources/long-failing.ts'
import { Source } from '../sources/source.ts'
import { isOpen, startTask } from '../tasks/start-task.ts'

const ofSources = { authority: 'operations', permission: 'sources' } as const
/** What is done about one source has this in common. */
const about = { ...ofSources, input: idInput } as const

/** Stops fetching a member's source. Its owner is told, and cannot resume it. */
export const pauseSourceOf = defineAction({
  name: 'source.pause',
  title: "Pause a member's source",
  ...ofSources,
  input: Type.Object({ ...idInput.properties, note: Type.Optional(Type.String({ maxLength: 300 })) }),
  look: lookAtSource,
  async run({ site, trx, actor, input: { id, note } }) {
    const source = await findAnySource(trx, id)
    if (source.pausedAt) throw conflict('This source is paused already.')
    const pausedAt = site.now().toISOString()
    const change = { pausedAt, pausedBy: actor.id ?? actor.kind, pausedNote: note ?? null, nextFetchAt: null }
    await trx('sources').where({ id }).update(change)
    if (source.memberId === actor.id) return
    const draft = { memberId: source.memberId, kind: 'source-paused' as const, about: `source-paused:${id}:${pausedAt}` }
    await addNotifications(site, [{ ...draft, ...(actor.id && { actorId: actor.id }) }])
  },
  say: (_, changes) => `The source ${nameIn(changes)} is paused.`,
  undo: ({ id }) => ({ name: 'source.resume', input: { id } }),
})

/** Fetches a paused source again, whoever paused it. */
export const resumeSourceOf = defineAction({
  name: 'source.resume',
  title: "Resume a member's source",
  ...about,
  look: lookAtSource,
  async run({ site, trx, input: { id } }) {
    await findAnySource(trx, id)
    const change = { pausedAt: null, pausedBy: null, pausedNote: null, nextFetchAt: site.now().toISOString() }
    await trx('sources').where({ id }).whereNotNull('pausedAt').update(change)
  },
  say: (_, changes) => `The source ${nameIn(changes)} is fetched again.`,
  undo: ({ id }) => ({ name: 'source.pause', input: { id } }),
})

/** Makes a source due: it is fetched within seconds, when its host is free. */
export const fetchSourceOf = defineAction({
  name: 'source.fetch',
  title: 'Fetch a source now',
  ...about,
  async look({ trx, input: { id } }) {
    const source = await Source.query(trx).findById(id)
    return source ? { [`sources.${source.url}.nextFetchAt`]: source.nextFetchAt } : {}
  },
  async run({ site, trx, input: { id } }) {
    const source = await findAnySource(trx, id)
    if (source.pausedAt) throw conflict('This source is paused. Resume it first.')
    await trx('sources').where({ id }).update({ nextFetchAt: site.now().toISOString() })
  },
  say: (_, changes) => `${changes[0]?.path.slice('sources.'.length, -'.nextFetchAt'.length) ?? 'The source'} is fetched in a moment.`,
})

/** Fetches all sources, or those of a host, with a bar to watch. */
export const refetchSources = defineAction({
  name: 'source.fetch-all',
  title: 'Fetch all sources',
  ...ofSources,
  input: Type.Object({ host: Type.Optional(Type.String({ maxLength: 253 })) }),
  look: async ({ trx }) => ({ 'tasks.sources.refetch': (await isOpen(trx, 'sources.refetch')) ? 'started' : 'resting' }),
  run: ({ site, actor, input: given }) => startTask(site, actor, 'sources.refetch', given),
  say: ({ host }) => (host ? `All sources of ${host} are fetched.` : 'All sources are fetched.'),
})

/** Makes all sources due that have failed for long, so that one sees within minutes which of them work again. */
export const fetchFailing = defineAction({
  name: 'source.fetch-failing',
  title: 'Fetch failing sources now',
  ...ofSources,
  input: Type.Object({}),
  look: async ({ site, trx }) => ({ 'sources.failing.waiting': await countRows(resting(trx, site.now())) }),
  async run({ site, trx }) {
    await resting(trx, site.now()).update({ nextFetchAt: site.now().toISOString() })
  },
  say: (_, changes) =>
    changes[0]?.before === 1
      ? 'One source that failed is fetched again.'
      : `${changes[0]?.before ?? 0} sources that failed are fetched again, host by host.`,
})

/** Failing sources whose turn comes later. Those that are gone for good have none. */
function resting(trx: Doing<unknown>['trx'], now: Date) {
  return longFailing(trx).where('nextFetchAt', '>', now.toISOString())
}

async function lookAtSource({ trx, input: { id } }: Doing<{ id: string }>): Promise<Record<string, string>> {
  const source = await Source.query(trx).findById(id)
  return source ? { [`sources.${source.url}`]: source.pausedAt ? 'paused' : 'fetched' } : {}
}

async function findAnySource(trx: Doing<unknown>['trx'], id: string): Promise<Source> {
  const source = await Source.query(trx).findById(id)
  if (!source) throw notFound('source')
  return source
}

function nameIn(changes: readonly { path: string }[]): string {
  return changes[0]?.path.slice('sources.'.length) ?? ''
}
