import type { Static } from 'typebox'
import { type Actor, isMember } from '../actor.ts'
import { conflict, invalid, unauthorized } from '../errors.ts'
import { Type } from '../http/type.ts'
import { findMember } from '../members/member.ts'
import type { Site } from '../site.ts'
import type { BlockInput } from './block-member.ts'

export const muteInput = Type.Object({
  handle: Type.String({ maxLength: 40 }),
  /** For so many days; until taken back when left out. */
  days: Type.Optional(Type.Integer({ minimum: 1, maximum: 3650 })),
})
export type MuteInput = Static<typeof muteInput>

/** Leaves somebody out of one's home and one's notifications. They are not told, and still see everything. */
export async function muteMember(site: Site, actor: Actor, { handle, days }: MuteInput): Promise<void> {
  if (!isMember(actor)) throw unauthorized()
  const { id: mutedId } = await findMember(site.db, handle)
  if (mutedId === actor.id) throw conflict('You cannot mute yourself.')
  const now = site.now()
  const until = days ? new Date(now.getTime() + days * 86_400_000).toISOString() : null
  const row = { memberId: actor.id, mutedId, until, createdAt: now.toISOString() }
  await site.db.transaction(trx => trx('mutes').insert(row).onConflict(['memberId', 'mutedId']).merge(['until']))
}

/** Hears of somebody again. */
export async function unmuteMember(site: Site, actor: Actor, { handle }: BlockInput): Promise<void> {
  if (!isMember(actor)) throw unauthorized()
  const { id: mutedId } = await findMember(site.db, handle)
  await site.db.transaction(trx => trx('mutes').where({ memberId: actor.id, mutedId }).delete())
}

export const mutedWordsInput = Type.Object({
  /** One in each line. */
  words: Type.String({ default: '', maxLength: 4000 }),
})
export type MutedWordsInput = Static<typeof mutedWordsInput>

const mostWords = 100
const longestWord = 100

/** Says of which words entries stay out of one's home: whole words, or several in a row. */
export async function muteWords(site: Site, actor: Actor, { words }: MutedWordsInput): Promise<void> {
  if (!isMember(actor)) throw unauthorized()
  const list = [...new Set(words.split('\n').map(word => word.replaceAll(/\s+/g, ' ').trim().toLowerCase()))].filter(Boolean)
  if (list.length > mostWords) throw invalid({ words: `Use at most ${mostWords} lines.` })
  if (list.some(word => word.length > longestWord)) throw invalid({ words: `Use at most ${longestWord} characters in a line.` })
  await site.db.transaction(trx =>
    trx('members')
      .where({ id: actor.id })
      .update({ mutedWords: JSON.stringify(list) }),
  )
}
