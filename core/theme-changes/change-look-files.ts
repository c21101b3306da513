import { defineAction } from '../actions/define-action.ts'
import { invalid, SiteError } from '../errors.ts'
import { Type } from '../http/type.ts'
import { addVersion, lookedVersion, publishedVersion } from '../looks/look-version.ts'
import type { Site } from '../site.ts'
import { checkFiles } from '../theme-editor/check-files.ts'
import { mostPatch, patchLook, readChanges } from './theme-patch.ts'

/**
 * Changes files of the theme by a patch: what a member proposes. It holds what was voted on, and finds its place in files that were
 * changed elsewhere in the meantime.
 */
export const changeLookFiles = defineAction({
  name: 'look.change-files',
  title: 'Change files of the theme',
  authority: 'operations',
  permission: 'appearance',
  input: Type.Object({
    message: Type.String({
      title: 'What is different, in a sentence',
      description: 'Stands in the history of the theme. More can follow after an empty line.',
      minLength: 3,
      maxLength: 2000,
      'x-ui': { widget: 'long text' },
    }),
    patch: Type.String({
      title: 'Patch',
      description: 'The changed files as a diff, as the editor or git writes it.',
      minLength: 1,
      maxLength: mostPatch,
      'x-ui': { widget: 'long text' },
    }),
  }),
  async prepare({ site, input }) {
    const { look } = await publishedVersion(site.db)
    const { errors } = await checkFiles(site, patchLook(site, look, input.patch))
    if (errors.length > 0) throw invalid({ patch: `The pages cannot be shown with this: ${errors.slice(0, 5).join(' ')}` })
  },
  // A patch says itself what has to be there.
  fits: ({ site, input }) => whyNot(site, input.patch),
  tell: async ({ input }) => [
    { path: 'look.message', title: 'What its author says', sentences: [{ text: input.message }] },
    ...readChanges(input.patch).map(({ path, hunks }) => ({ path: `look.files.${path}`, title: path, hunks })),
  ],
  look: async ({ trx }) => lookedVersion(await publishedVersion(trx)),
  async run({ site, trx, actor, input: { message, patch }, credit }) {
    const published = await publishedVersion(trx)
    const look = patchLook(site, published.look, patch)
    if (JSON.stringify(look.files) === JSON.stringify(published.look.files)) return
    const [summary = ''] = message.trim().split('\n')
    await addVersion(trx, {
      look,
      summary: summary.slice(0, 500),
      message: message.trim(),
      by: actor.id,
      now: site.now(),
      ...credit,
    })
  },
  say: ({ message }) => `Files of the theme are changed: ${message.trim().split('\n')[0]}`,
  undo: (_input, changes) => ({ name: 'look.restore', input: { version: changes.find(({ path }) => path === 'look.version')?.before } }),
  after: site => site.refresh(),
})

async function whyNot(site: Site, patch: string): Promise<string | undefined> {
  try {
    patchLook(site, (await publishedVersion(site.db)).look, patch)
    return undefined
  } catch (error) {
    if (error instanceof SiteError) return error.message
    throw error
  }
}
