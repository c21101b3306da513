import { defineAction } from '../actions/define-action.ts'
import { invalid, notFound } from '../errors.ts'
import { Type } from '../http/type.ts'
import type { Site } from '../site.ts'
import { checkThemeApart } from '../theme-packages/check-apart.ts'
import type { ThemeEntry } from '../themes/load-theme.ts'
import type { Look } from './look.ts'
import { addVersion, lookedVersion, publishedVersion } from './look-version.ts'

/**
 * Makes a theme the site's, after it was checked. Palette, settings and changed files belonged to the theme before and are left
 * behind, in the version that is one click away; logo, type and own CSS stay.
 */
export const activateTheme = defineAction({
  name: 'theme.activate',
  title: 'Choose the theme',
  authority: 'operations',
  permission: 'appearance',
  input: Type.Object({ name: Type.String({ maxLength: 40 }), release: Type.Optional(Type.String({ maxLength: 80 })) }),
  async prepare({ site, input }) {
    const theme = findTheme(site, input)
    const { errors } = await checkThemeApart(site, theme)
    if (errors.length > 0) throw invalid({ name: `The theme "${theme.name}" cannot be used: ${errors.join(' ')}` })
  },
  look: async ({ trx }) => lookedVersion(await publishedVersion(trx)),
  async run({ site, trx, actor, input }) {
    const theme = findTheme(site, input)
    const { look } = await publishedVersion(trx)
    if (look.theme === theme.name && look.release === (theme.release ?? '')) return
    await addVersion(trx, { look: withTheme(look, theme), summary: `Theme ${theme.title}`, by: actor.id, now: site.now() })
  },
  say: ({ name }) => `The theme is ${name} now.`,
  undo: (_input, changes) => ({ name: 'look.restore', input: { version: changes.find(({ path }) => path === 'look.version')?.before } }),
  after: site => site.refresh(),
})

/** The same look with another theme. Another release of the same theme keeps what was set and changed. */
export function withTheme(look: Look, { name, release = '' }: Pick<ThemeEntry, 'name' | 'release'>): Look {
  const { colours: _colours, ...rest } = look
  if (name === look.theme) return { ...look, release }
  return { ...rest, theme: name, release, settings: {}, palette: '', files: {} }
}

/** The theme of this name; of those in the data folder the newest release, or the one that is named. Throws notFound. */
export function findTheme({ themes }: Pick<Site, 'themes'>, { name, release }: { name: string; release?: string }): ThemeEntry {
  const found = themes.list().findLast(theme => theme.name === name && (!release || theme.release === release))
  if (!found) throw notFound('theme')
  return found
}
