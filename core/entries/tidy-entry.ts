import type { MemberActor } from '../actor.ts'
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
): Promise<{ body: string; link: string | null; held?: Held }> {
  const tidied = { body: tidyBody(typed.body), ...(typed.link?.trim() && { link: tidyLink(typed.link) }) }
  const written = await applyFilter(site, 'entry.publishing', { authorId: author.id, ...tidied })
  const { body, link } = written
  // A check that does not work must not let through what it was to keep out.
  const { hold } = await applyFilter(site, 'entry.checking', written, (value, plugin) => ({
    ...value,
    hold: value.hold ?? `The plugin "${plugin}" could not check it.`,
  }))
  return { body: tidyBody(body), link: link ? tidyLink(link) : null, ...(hold && { held: { reason: hold, by: 'a filter' } }) }
}
