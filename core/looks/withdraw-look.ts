import type { Knex } from 'knex'
import { defineAction } from '../actions/define-action.ts'
import { writeSetting } from '../config/settings-store.ts'
import { Type } from '../http/type.ts'
import type { Site } from '../site.ts'
import { findVersion, type LookVersion, lookedVersion, markFailed, publishedVersion } from './look-version.ts'
import { maybeThemeOf } from './make-look.ts'

/** Goes back from a look that pages fail with to the one that was shown before. Done by the site itself. */
export const withdrawLook = defineAction({
  name: 'look.withdraw',
  title: 'Go back from a look that pages fail with',
  authority: 'operations',
  permission: 'appearance',
  input: Type.Object({
    version: Type.String({ minLength: 1, maxLength: 36 }),
    /** Which template failed with which error. */
    because: Type.String({ minLength: 1, maxLength: 1000 }),
  }),
  look: async ({ trx }) => lookedVersion(await publishedVersion(trx)),
  async run({ site, trx, actor, input: { version, because } }) {
    const published = await publishedVersion(trx)
    // Another process, or somebody, was faster.
    if (published.id !== version) return
    await markFailed(trx, version, because, site.now())
    const before = await versionBefore(site, trx, version)
    await writeSetting(trx, 'look', before.id, actor.id, site.now())
  },
  say: ({ because }) => `The site went back to the look of before, because pages failed with the new one: ${because}`,
  undo: ({ version }) => ({ name: 'look.restore', input: { version } }),
  after: site => site.refresh(),
})

/** What was shown before a version, and neither failed itself nor lacks its theme; in the end the look that the program brings. */
async function versionBefore(site: Site, trx: Knex.Transaction, id: string): Promise<LookVersion> {
  const rows: { id: string; replaces: string; failedAt: string | null }[] = await trx('looks').select('id', 'replaces', 'failedAt')
  const known = new Map(rows.map(row => [row.id, row]))
  let before = known.get(id)?.replaces ?? ''
  while (known.get(before)?.failedAt) before = known.get(before)!.replaces
  const version = await findVersion(trx, before)
  return maybeThemeOf(site.themes, version.look) ? version : findVersion(trx, '')
}
