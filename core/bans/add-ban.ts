import type { Static } from 'typebox'
import type { Doing } from '../actions/action.ts'
import { defineAction } from '../actions/define-action.ts'
import { newId } from '../db/new-id.ts'
import { conflict, invalid } from '../errors.ts'
import { Type } from '../http/type.ts'
import { tidyHandle } from '../members/handle.ts'
import { findMember, type Member } from '../members/member.ts'
import { howLong, readUntil } from '../restrictions/restrict.ts'
import { type Ban, bansInForce } from './ban.ts'
import { tidyBanValue } from './ban-value.ts'
import { idsOf, sayBans, seenBans } from './seen-ban.ts'

const addBanInput = Type.Object({
  kind: Type.Union([Type.Literal('address'), Type.Literal('email'), Type.Literal('link'), Type.Literal('handle')]),
  /** A network, a domain or a handle. */
  value: Type.Optional(Type.String({ maxLength: 300 })),
  /** Instead of a value: the addresses from which this member signed in lately, or the domain of their e-mail address. */
  member: Type.Optional(Type.String({ maxLength: 40 })),
  effect: Type.Union([Type.Literal('refuse'), Type.Literal('hold')], { default: 'refuse' }),
  /** The community rule that was broken, in words. */
  rule: Type.Optional(Type.String({ maxLength: 300 })),
  ...howLong,
})
type AddBanInput = Static<typeof addBanInput>

const day = 86_400_000
/** People move on, and others get their addresses: a ban of one ends at some time. */
const addressDays = { usual: 90, most: 365 }
/** A member's addresses that are banned at once, and how long they count. */
const lately = { most: 10, days: 30 }

/** Shuts addresses, domains or a handle out of the site, openly and with a reason. Addresses themselves are told to nobody but staff. */
export const addBan = defineAction({
  name: 'ban.add',
  title: 'Ban an address, domain or handle',
  authority: 'moderation',
  permission: 'moderation',
  input: addBanInput,
  look: lookAtNewest,
  async run(doing) {
    const { site, trx, actor, input, reason = '' } = doing
    const { kind, effect } = input
    if (kind === 'handle' && effect === 'hold') throw invalid({ effect: 'A handle can only be refused.' })
    const named = input.member === undefined ? undefined : await findMember(trx, input.member)
    const values = await valuesOf(doing, named)
    const known = new Set<string>(await bansInForce(trx, site.now()).where({ kind }).whereIn('value', values).pluck('value'))
    const fresh = values.filter(value => !known.has(value))
    if (fresh.length === 0) throw conflict('This is banned already.')
    const same = {
      ...{ kind, effect, reason, rule: input.rule?.trim() || null, memberId: named?.id ?? null, byId: actor.id ?? null },
      until: untilOf(input, site.now()),
      createdAt: site.now().toISOString(),
    }
    await trx('site_bans').insert(fresh.map(value => ({ id: newId(), ...same, value, shown: shownAs(input, value) })))
  },
  say: (_, changes) => `Banned: ${sayBans(changes)}.`,
  keep: ({ input: { value, ...input } }) => (input.kind === 'address' || value === undefined ? input : { ...input, value }),
  undo: (_, changes) => ({ name: 'ban.lift', input: { ids: idsOf(changes) } }),
})

/** Those that were made in this minute: what the action adds is among them. */
async function lookAtNewest({ site, trx, input: { kind } }: Doing<AddBanInput>): Promise<Record<string, string>> {
  const since = new Date(site.now().getTime() - 60_000).toISOString()
  const bans: Ban[] = await bansInForce(trx, site.now()).where({ kind }).where('createdAt', '>=', since).orderBy('id').select('*')
  return seenBans(bans)
}

async function valuesOf(doing: Doing<AddBanInput>, member: Member | undefined): Promise<string[]> {
  const { kind, value } = doing.input
  if ((value === undefined) === (member === undefined)) throw invalid({ value: 'Write what is banned, or name a member.' })
  if (value !== undefined) return [tidyBanValue(kind, value)]
  if (kind === 'address') return addressesOf(doing, member!.id)
  if (kind !== 'email') throw invalid({ member: 'Of a member, addresses and the e-mail domain can be banned.' })
  if (!member?.email) throw conflict('This member has no e-mail address.')
  return [tidyBanValue(kind, member.email)]
}

async function addressesOf({ trx, site }: Doing<AddBanInput>, memberId: string): Promise<string[]> {
  const rows: { address: string }[] = await trx('sessions')
    .where({ memberId })
    .where('usedAt', '>=', new Date(site.now().getTime() - lately.days * day).toISOString())
    .groupBy('address')
    .orderByRaw('max(used_at) desc')
    .limit(lately.most)
    .select('address')
  if (rows.length === 0) throw conflict('This member is signed in nowhere, so no address is known.')
  return [...new Set(rows.map(({ address }) => tidyBanValue('address', address)))]
}

function untilOf(input: AddBanInput, now: Date): string | null {
  const asked = readUntil(now, input)
  if (input.kind !== 'address') return asked
  const after = (days: number): string => new Date(now.getTime() + days * day).toISOString()
  if (asked && asked > after(addressDays.most))
    throw invalid({ until: 'An address can be banned for a year at most: somebody else has it then.' })
  return asked ?? after(addressDays.usual)
}

/** A handle as it was written: what is compared also stands for its look-alikes. */
function shownAs({ kind, value = '' }: AddBanInput, tidied: string): string {
  return kind === 'handle' ? tidyHandle(value) : tidied
}
