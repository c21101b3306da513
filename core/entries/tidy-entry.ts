import type { MemberActor } from '../actor.ts'
import { invalid } from '../errors.ts'
import type { Held } from '../held/hold-entries.ts'
import { applyFilter } from '../plugins/apply-filter.ts'
import type { Site } from '../site.ts'
import { tidyBody } from './tidy-body.ts'
import { tidyLink } from './tidy-link.ts'

/** Text and link of an entry as they are kept, after plugins had their say; `held` when one of them wants somebody to look first. Throws `invalid` when they cannot be. */
export async function tidyEntry(
  site: Site,
  author: MemberActor,
  typed: { body: string; link?: string },
  about: { isPrivate: boolean; pictures: number; entryId?: string },
): Promise<{ body: string; link: string | null; held?: Held }> {
  const tidied = { body: tidyBody(typed.body), ...(typed.link?.trim() && { link: tidyLink(typed.link) }) }
  let held: Held | undefined
  let refused: string | undefined
  // Whoever held it first has the word; nobody after them takes it back.
  const hold = (reason: string | undefined, by: string): void => {
    if (reason) held ??= { reason, by }
  }
  const written = await applyFilter(
    site,
    'entry.publishing',
    { authorId: author.id, ...tidied },
    {
      onReturn(_before, { hold: reason, ...after }, plugin) {
        hold(reason, plugin)
        return after
      },
    },
  )
  const { body, link } = written
  await applyFilter(
    site,
    'entry.checking',
    { ...written, ...about },
    {
      // It judges and does not change: the next one sees the same.
      onReturn(before, { hold: reason, refuse }, plugin) {
        if (refuse) refused ??= refuse
        hold(reason, plugin)
        return before
      },
      // A check that does not work must not let through what it was to keep out.
      onFailure(value, plugin) {
        hold(`The plugin "${plugin}" could not check it.`, plugin)
        return value
      },
    },
  )
  if (refused) throw invalid({ body: refused.slice(0, 500) })
  return { body: tidyBody(body), link: link ? tidyLink(link) : null, ...(held && { held }) }
}
