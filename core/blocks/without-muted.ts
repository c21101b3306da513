import type { MemberActor } from '../actor.ts'
import { htmlToText } from '../entries/html-text.ts'
import type { EntryRow } from '../feeds/entry-rows.ts'
import type { Site } from '../site.ts'

/** Leaves out of somebody's home what they muted: members, what those brought up, and words. Their own entries stay. */
export async function withoutMuted(site: Site, actor: MemberActor, rows: readonly EntryRow[]): Promise<EntryRow[]> {
  if (actor.member.muting === false || rows.length === 0) return [...rows]
  const now = site.now().toISOString()
  const [mutes, member] = await Promise.all([
    site
      .db('mutes')
      .where({ memberId: actor.id })
      .where(open => open.whereNull('until').orWhere('until', '>', now))
      .select<{ mutedId: string }[]>('mutedId'),
    site.db('members').where({ id: actor.id }).first<{ mutedWords: string } | undefined>('mutedWords'),
  ])
  const muted = new Set(mutes.map(({ mutedId }) => mutedId))
  const says = wordsIn(JSON.parse(member?.mutedWords ?? '[]') as string[])
  return rows.filter(
    row =>
      row.authorId === actor.id ||
      !(muted.has(row.authorId ?? '') || muted.has(row.actorId ?? '') || says(`${row.title ?? ''} ${htmlToText(row.bodyHtml)}`)),
  )
}

/** Whether a text has one of the words: as words, and not as parts of others. */
function wordsIn(words: readonly string[]): (text: string) => boolean {
  if (words.length === 0) return () => false
  const escaped = words.map(word => word.replaceAll(/[\\^$.*+?()[\]{}|/-]/g, '\\$&'))
  const pattern = new RegExp(`(?<![\\p{L}\\p{N}])(?:${escaped.join('|')})(?![\\p{L}\\p{N}])`, 'iu')
  return text => pattern.test(text.replaceAll(/\s+/g, ' '))
}
