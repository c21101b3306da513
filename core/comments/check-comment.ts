import type { MemberActor } from '../actor.ts'
import { invalid } from '../errors.ts'
import { applyFilter } from '../plugins/apply-filter.ts'
import type { Site } from '../site.ts'

/** Asks the plugins that check comments. Throws invalid with what the first of them says; one that fails is skipped. */
export async function checkComment(site: Site, author: MemberActor, entryId: string, body: string): Promise<void> {
  let refused: string | undefined
  await applyFilter(
    site,
    'comment.checking',
    { authorId: author.id, entryId, body },
    {
      // It judges and does not change: the next one sees the same.
      onReturn(before, { refuse }) {
        if (refuse) refused ??= refuse
        return before
      },
    },
  )
  if (refused) throw invalid({ body: refused.slice(0, 500) })
}
