import type { Static } from 'typebox'
import type { Doing } from '../actions/action.ts'
import { defineAction } from '../actions/define-action.ts'
import { conflict, invalid, notFound } from '../errors.ts'
import { Type } from '../http/type.ts'
import { findMember } from '../members/member.ts'
import type { Site } from '../site.ts'
import { type Ban, bansInForce } from './ban.ts'
import { tidyBanValue } from './ban-value.ts'
import { idsOf, sayBans, seenBans } from './seen-ban.ts'

const ids = Type.Array(Type.String({ maxLength: 36 }), { minItems: 1, maxItems: 20 })
const restoreInput = Type.Object({ ids })
const kind = Type.Union([Type.Literal('address'), Type.Literal('email'), Type.Literal('link'), Type.Literal('handle')])
/** By their ids; or of a kind, what is banned or the member by whom it was named. */
const liftInput = Type.Object({
  ids: Type.Optional(ids),
  kind: Type.Optional(kind),
  value: Type.Optional(Type.String({ maxLength: 300 })),
  member: Type.Optional(Type.String({ maxLength: 40 })),
})
type LiftInput = Static<typeof liftInput>

const about = {
  authority: 'moderation',
  permission: 'moderation',
  look: async (doing: Doing<LiftInput>) => seenBans(await listChosen(doing)),
} as const

/** Lets in again what was shut out, before its time. */
export const liftBan = defineAction({
  name: 'ban.lift',
  title: 'Lift a ban',
  ...about,
  input: liftInput,
  // A jury of members may lift what a moderator decided.
  byRule: true,
  async run(doing) {
    const { site, trx, reason = '' } = doing
    const bans = await listChosen(doing)
    if (bans.length === 0) throw notFound('ban')
    await trx('site_bans')
      .whereIn(
        'id',
        bans.map(({ id }) => id),
      )
      .update({ endedAt: site.now().toISOString(), liftedReason: reason })
  },
  say: (_, changes) => `Let in again: ${sayBans(changes)}.`,
  keep: ({ input: { value, ...input } }) => (input.kind === 'address' || value === undefined ? input : { ...input, value }),
  undo: (_, changes) => ({ name: 'ban.restore', input: { ids: idsOf(changes) } }),
})

/** Takes the lifting of a ban back, as long as what was banned is still known. */
export const restoreBan = defineAction({
  name: 'ban.restore',
  title: 'Ban again what was let in',
  ...about,
  input: restoreInput,
  async run({ site, trx, input }) {
    const bans: Ban[] = await trx('site_bans').whereIn('id', input.ids).whereNotNull('endedAt').whereNotNull('value')
    if (bans.length === 0) throw conflict('This ban holds, or what was banned is deleted already. Ban it anew.')
    if (await isBannedAgain(site, trx, bans)) throw conflict('This is banned already.')
    await trx('site_bans')
      .whereIn(
        'id',
        bans.map(({ id }) => id),
      )
      .update({ endedAt: null, liftedReason: null })
  },
  say: (_, changes) => `Banned again: ${sayBans(changes)}.`,
  undo: input => ({ name: 'ban.lift', input: { ids: input.ids } }),
})

/** The bans in force that are asked for. Throws invalid when none is named. */
async function listChosen({ site, trx, input: { ids, kind, value, member } }: Doing<LiftInput>): Promise<Ban[]> {
  const bans = bansInForce(trx, site.now()).orderBy('id').select('*')
  if (ids) return bans.whereIn('id', ids)
  if (kind && value !== undefined) return bans.where({ kind, value: tidyBanValue(kind, value) })
  if (kind && member !== undefined) return bans.where({ kind, memberId: (await findMember(trx, member)).id })
  throw invalid({ ids: 'Name the bans, or what is banned with its kind.' })
}

async function isBannedAgain(site: Site, trx: Doing<unknown>['trx'], bans: readonly Ban[]): Promise<boolean> {
  const values = bans.flatMap(({ value }) => value ?? [])
  return (await bansInForce(trx, site.now()).where({ kind: bans[0]!.kind }).whereIn('value', values).first('id')) !== undefined
}
