import type { MemberActor } from '../actor.ts'
import { htmlToText } from '../entries/html-text.ts'
import type { EntryRow } from '../feeds/entry-rows.ts'
import type { Site } from '../site.ts'

/** Leaves out of somebody's home what they muted: members, what those brought up, and words. Their own entries stay. */
export async function withoutMuted(site: Site, actor: MemberActor, rows: readonly EntryRow[]): Promise<EntryRow[]> {
  if (actor.member.muting === false || rows.length === 0) return [...rows]
  // One row for each muted member, every one with the words; one row when it is only words.
  const found: { mutedId: string | null; mutedWords: string | null }[] = await site
    .db('members as m')
    .leftJoin('mutes as u', on =>
      on.on('u.memberId', 'm.id').andOn(open => open.onNull('u.until').orOn('u.until', '>', site.db.raw('?', site.now().toISOString()))),
    )
    .where('m.id', actor.id)
    .select('u.mutedId', 'm.mutedWords')
  const muted = new Set(found.map(({ mutedId }) => mutedId))
  const isMuted = (id?: string | null) => Boolean(id) && muted.has(id ?? null)
  const says = wordsIn(JSON.parse(found[0]?.mutedWords ?? '[]') as string[])
  return rows.filter(
    row =>
      row.authorId === actor.id ||
      !(isMuted(row.authorId) || isMuted(row.actorId) || says(`${row.title ?? ''} ${htmlToText(row.bodyHtml)}`)),
  )
}

/** Whether a text has one of the words: as words, and not as parts of others. */
function wordsIn(words: readonly string[]): (text: string) => boolean {
  if (words.length === 0) return () => false
  const escaped = words.map(word => word.replaceAll(/[\\^$.*+?()[\]{}|/-]/g, '\\$&'))
  const pattern = new RegExp(`(?<![\\p{L}\\p{N}])(?:${escaped.join('|')})(?![\\p{L}\\p{N}])`, 'iu')
  return text => pattern.test(text.replaceAll(/\s+/g, ' '))
}
