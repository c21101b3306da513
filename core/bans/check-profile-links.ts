import type { MemberActor } from '../actor.ts'
import { writeText } from '../entries/write-text.ts'
import type { Site } from '../site.ts'
import { checkLinks } from './check-links.ts'

/** Looks where a profile leads: by its text, which becomes links as that of an entry does, and by the links below it. */
export async function checkProfileLinks(
  site: Site,
  { member }: MemberActor,
  { text, links = [], field }: { text: string; links?: string[]; field: string },
): Promise<void> {
  const { bodyHtml } = await writeText(site, text)
  await checkLinks(site, { html: bodyHtml, links }, { field, locale: member.locale })
}
