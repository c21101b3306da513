import type { MemberActor } from '../actor.ts'
import type { Entry } from '../entries/entry.ts'
import { invalid } from '../errors.ts'
import type { Held } from '../held/hold-entries.ts'
import { applyFilter } from '../plugins/apply-filter.ts'
import type { Site } from '../site.ts'

/**
 * Asks the plugins that check comments. Throws invalid with what the first of them says. Returns why somebody should look at it first, when one
 * says so or could not check it: a check that does not work must not let through what it was to keep out.
 */
export async function checkComment(
  site: Site,
  author: MemberActor,
  entry: Pick<Entry, 'id' | 'authorId' | 'access'>,
  said: { commentId?: string; body: string },
): Promise<Held | undefined> {
  let refused: string | undefined
  let held: Held | undefined
  await applyFilter(
    site,
    'comment.checking',
    { authorId: author.id, entryId: entry.id, entryAuthorId: entry.authorId, isPrivate: entry.access === 'private', ...said },
    {
      // It judges and does not change: the next one sees the same.
      onReturn(before, { refuse, hold }, by) {
        if (refuse) refused ??= refuse
        if (hold) held ??= { reason: hold, by }
        return before
      },
      onFailure(value, by) {
        held ??= { reason: `The plugin "${by}" could not check it.`, by }
        return value
      },
    },
  )
  if (refused) throw invalid({ body: refused.slice(0, 500) })
  return held
}
