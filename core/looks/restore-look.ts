import { defineAction } from '../actions/define-action.ts'
import { writeSetting } from '../config/settings-store.ts'
import { conflict } from '../errors.ts'
import { Type } from '../http/type.ts'
import { findVersion, lookedVersion, publishedVersion } from './look-version.ts'
import { maybeThemeOf } from './make-look.ts'

/** Shows a look again that was published before. Nothing is lost: the one that was shown until now stays a version too. */
export const restoreLook = defineAction({
  name: 'look.restore',
  title: 'Go back to a version of the look',
  authority: 'operations',
  permission: 'appearance',
  input: Type.Object({ version: Type.Optional(Type.String({ maxLength: 36 })) }),
  look: async ({ trx }) => lookedVersion(await publishedVersion(trx)),
  async run({ site, trx, actor, input: { version = '' } }) {
    const { look, number } = await findVersion(trx, version)
    if (!maybeThemeOf(site.themes, look)) throw conflict(`Its theme "${look.theme}" is not installed any more. Install it again first.`)
    await writeSetting(trx, 'look', version, actor.id, site.now())
    return { number }
  },
  say: ({ version = '' }, changes) =>
    version === '' ? 'The site looks as it was delivered.' : `The site looks again as it did before: ${changes.length - 1} things changed.`,
  undo: (_input, changes) => ({ name: 'look.restore', input: { version: changes.find(({ path }) => path === 'look.version')?.before } }),
  after: site => site.refresh(),
})
