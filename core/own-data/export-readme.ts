import { licences } from '../licences/licence.ts'
import type { Site } from '../site.ts'
import { version } from '../version.ts'
import { ownKinds } from './own-kinds.ts'

/** The text in the archive that says what is in it, for the person and for whoever writes a program that reads it. */
export function exportReadme(
  { url, settings, now, lock }: Site,
  account: Record<string, unknown>,
  counts: ReadonlyMap<string, number>,
  media: number,
): string {
  const files = ownKinds.map(({ name, says }) => `- \`${name}.json\` (${counts.get(name) ?? 0}): ${says}`)
  const named = Object.entries(licences).map(([id, { name, url: at }]) => `- \`${id}\`: ${name}, ${at}`)
  return `# Everything about @${String(account.handle)} on ${settings.siteName}

From ${url}, on ${now().toISOString()}, by Tributary ${version}. Format: tributary-own-data/1.

This is all that the site keeps about you, apart from the hash of your password, and what it only keeps to build pages quickly and can make
again. It is yours: it can be read with any program that reads JSON.

## Files

- \`account.json\`: your account and profile: handle, name, e-mail address, language, settings.
${files.join('\n')}
- \`plugins.json\`: what plugins keep about you, also those that are switched off: plugin, collection, time, value.
- \`media/\` (${media}): your pictures, under the names that the other files call them by.

## How to read them

- Each file is a list of objects (account.json: one object), in UTF-8, in the order in which things came to be. A row is one line.
- \`id\` is a UUID and the same in all files: \`entryId\` of a comment is the \`id\` of an entry. An entry of somebody else is not in here; its address is
  ${url}/e/ followed by \`entryShortId\`.
- Times end in \`At\` and are UTC, ISO 8601. \`null\` means that there is nothing.
- \`body\` is what you typed; \`bodyHtml\` is what is shown. Of entries from elsewhere, \`original\` is the item as it came in.
- \`to\` of an entry are the handles of the feeds that it was posted to. \`access\` says who could see it: \`public\`, \`private\`, or \`held\` (you alone).
- \`attachments\` of an entry: a picture with an address that begins with /media/ is the file of that name in the folder media.
- \`publishedUnder\` of an entry: the versions of the site's texts under which you published it. They stay the ones that hold for it.
- \`licence\` of an entry is what you let others do with it; \`null\` means all rights reserved.

${named.join('\n')}

## What is not in here

- Votes that have closed: nobody can tell any more whose vote was which.
- The words of others: their comments on your entries belong to them.
- The log of the machine, which names network addresses for as long as whoever runs it keeps logs. Ask them.

The site's ledger was at line ${lock.head.seq}, hash ${lock.head.hash}, when this was packed. Keep it: it shows later whether anybody changed what was decided.
`
}
