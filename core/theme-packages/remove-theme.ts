import { defineAction } from '../actions/define-action.ts'
import { conflict, notFound } from '../errors.ts'
import { Type } from '../http/type.ts'
import { publishedVersion } from '../looks/look-version.ts'
import { maybeRelease, writeRemoval } from './theme-release.ts'

/** Takes a release of a theme out of the site's themes. Not one that is shown, nor one that the shown theme builds on. */
export const removeTheme = defineAction({
  name: 'theme.remove',
  title: 'Remove a theme',
  authority: 'operations',
  permission: 'appearance',
  input: Type.Object({ name: Type.String({ maxLength: 40 }), release: Type.String({ maxLength: 80 }) }),
  async look({ trx, input: { name, release } }) {
    return { [`themes.${name}.${release}`]: (await maybeRelease(trx, name, release)) ? 'installed' : null }
  },
  async run({ site, trx, input: { name, release } }) {
    if (!(await maybeRelease(trx, name, release))) throw notFound('theme')
    const { look } = await publishedVersion(trx)
    const shown = site.themes.list().some(theme => theme.name === look.theme)
      ? site.themes.chain({ name: look.theme, ...(look.release && { release: look.release }) })
      : []
    if (shown.some(theme => theme.manifest.name === name && theme.release === release))
      throw conflict('The site is shown with this theme, or with one that builds on it. Choose another theme first.')
    await writeRemoval(trx, name, release, site.now())
  },
  say: ({ name, release }) => `The theme ${name} ${release} is removed.`,
  undo: ({ name, release }) => ({ name: 'theme.install', input: { name, release } }),
  after: site => site.refresh(),
})
