import { defineAction } from '../actions/define-action.ts'
import { conflict, invalid } from '../errors.ts'
import { Type } from '../http/type.ts'
import { checkThemeApart } from '../theme-packages/check-apart.ts'
import { demandGoodLook } from './check-look.ts'
import { findDraft, isForeign } from './draft.ts'
import { addVersion, lookedVersion, publishedVersion } from './look-version.ts'

/** Makes a draft what everybody sees, as a new version. */
export const publishLook = defineAction({
  name: 'look.publish',
  title: 'Publish a draft of the look',
  authority: 'operations',
  permission: 'appearance',
  input: Type.Object({ draft: Type.String({ maxLength: 36 }) }),
  async prepare({ site, actor, input }) {
    const draft = await findDraft(site, actor, input.draft)
    demandGoodLook(site, draft.look)
    const { theme: name, release, files } = draft.look
    const changed = name !== site.look.current.look.theme || release !== site.look.current.look.release
    if (Object.keys(files).length === 0 && !isForeign(draft) && !changed) return
    const { errors } = await checkThemeApart(site, { name, ...(release && { release }) }, files)
    if (errors.length > 0) throw invalid({ files: `The pages cannot be shown with this: ${errors.slice(0, 3).join(' ')}` })
  },
  look: async ({ trx }) => lookedVersion(await publishedVersion(trx)),
  async run({ site, trx, actor, input }) {
    const draft = await findDraft(site.within(trx), actor, input.draft)
    const published = await publishedVersion(trx)
    if (draft.basedOn !== published.id)
      throw conflict('Another look was published since this draft was begun. Bring the draft up to date first, and look at it again.')
    const summary = summaryOf(lookedVersion(published), lookedVersion({ id: '', look: draft.look }))
    if (summary === '') return
    await addVersion(trx, { look: draft.look, summary, by: actor.id, now: site.now() })
    await trx('look_drafts').where({ id: draft.id }).delete()
  },
  say: (_input, changes) => {
    const things = changes.filter(({ path }) => path !== 'look.version').length
    return things === 1 ? 'A new look is published: one thing changed.' : `A new look is published: ${things} things changed.`
  },
  undo: (_input, changes) => ({ name: 'look.restore', input: { version: changes.find(({ path }) => path === 'look.version')?.before } }),
  after: site => site.refresh(),
})

const words: Record<string, string> = {
  theme: 'theme',
  release: 'theme',
  settings: 'settings of the theme',
  palette: 'colours',
  colours: 'colours',
  logo: 'logo',
  css: 'own CSS',
  text: 'type',
  size: 'size of the text',
  density: 'density',
  width: 'width',
  aside: 'right column',
  welcome: 'welcome',
}

/** What changed, in a few words; empty when nothing did. */
function summaryOf(before: Record<string, unknown>, after: Record<string, unknown>): string {
  const paths = [...new Set([...Object.keys(before), ...Object.keys(after)])]
    .filter(path => path !== 'look.version' && JSON.stringify(before[path]) !== JSON.stringify(after[path]))
    .map(path => (path.startsWith('look.files.') ? wordOfFile(path) : (words[path.split('.')[1] ?? ''] ?? path)))
  const text = [...new Set(paths)].join(', ')
  return text.charAt(0).toUpperCase() + text.slice(1)
}

function wordOfFile(path: string): string {
  if (path.endsWith('.css')) return 'styles'
  return path.endsWith('.json') ? 'words' : 'templates'
}
