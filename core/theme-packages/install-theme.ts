import { existsSync } from 'node:fs'
import { mkdir, mkdtemp, rename, rm, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import type { Static } from 'typebox'
import type { Outcome } from '../actions/action.ts'
import { defineAction } from '../actions/define-action.ts'
import type { Actor } from '../actor.ts'
import { conflict, invalid, notFound } from '../errors.ts'
import { Type } from '../http/type.ts'
import { demandAppearance } from '../looks/draft.ts'
import type { Site } from '../site.ts'
import { checkFolderApart } from './check-apart.ts'
import { readThemePackage, type ThemePackage } from './theme-files.ts'
import { maybeRelease, writeRelease } from './theme-release.ts'

const releaseInput = Type.Object({
  name: Type.String({ pattern: '^[a-z][a-z0-9-]{0,39}$' }),
  release: Type.String({ pattern: '^\\d[0-9A-Za-z.+-]{0,79}$' }),
  broughtBy: Type.Optional(Type.Union([Type.Literal('browser'), Type.Literal('command line')])),
})

/** Where a release lies. */
export function releaseFolder(
  { config }: Pick<Site, 'config'>,
  { name, release }: Pick<Static<typeof releaseInput>, 'name' | 'release'>,
): string {
  return join(config.dataDir, 'themes', name, release)
}

/** Makes a release that lies in the data folder one of the site's themes. It changes nothing of what is shown. */
export const installRelease = defineAction({
  name: 'theme.install',
  title: 'Install a theme',
  authority: 'operations',
  permission: 'appearance',
  input: releaseInput,
  async look({ trx, input: { name, release } }) {
    return { [`themes.${name}.${release}`]: (await maybeRelease(trx, name, release)) ? 'installed' : null }
  },
  async run({ site, trx, actor, input: { name, release, broughtBy = 'command line' } }) {
    if (!existsSync(join(releaseFolder(site, { name, release }), 'theme.json'))) throw notFound('theme')
    if (await maybeRelease(trx, name, release)) return
    await writeRelease(trx, { name, release, broughtBy, by: actor.id, now: site.now() })
  },
  say: ({ name, release }) => `The theme ${name} ${release} is installed.`,
  undo: ({ name, release }) => ({ name: 'theme.remove', input: { name, release } }),
  after: site => site.refresh(),
})

/**
 * Unpacks a theme into the data folder, checks it and installs it. From the browser it may bring no scripts. Throws invalid, about
 * `file`, with what is wrong with it.
 */
export async function installTheme(
  site: Site,
  actor: Actor,
  { bytes, broughtBy }: { bytes: Buffer; broughtBy: 'browser' | 'command line' },
): Promise<{ outcome: Outcome; name: string; release: string; scripts: string[]; warnings: string[] }> {
  demandAppearance(actor)
  const unpacked = await readThemePackage(bytes)
  const { manifest, release, scripts } = unpacked
  const { name } = manifest
  if (site.themes.list().some(theme => theme.name === name && theme.release === undefined))
    throw conflict(`The site has a theme "${name}" of its own. Give this one another name in its theme.json.`)
  if (broughtBy === 'browser' && scripts.length > 0)
    throw invalid({ file: `Themes from the browser bring no scripts, but this one has ${scripts.slice(0, 3).join(', ')}.` })
  const warnings = await unpackChecked(site, unpacked)
  const outcome = await installRelease(site, actor, { name, release, broughtBy })
  return { outcome, name, release, scripts, warnings }
}

/** Writes the files under another name first: nothing half written, and nothing that fails its check, is ever a theme. */
async function unpackChecked(site: Site, { manifest, files, release }: ThemePackage): Promise<string[]> {
  const folder = releaseFolder(site, { name: manifest.name, release })
  await mkdir(join(site.config.dataDir, 'themes'), { recursive: true })
  const draft = await mkdtemp(join(site.config.dataDir, 'themes', '.unpacked-'))
  const inside = join(draft, manifest.name, release)
  try {
    for (const [path, bytes] of files) {
      await mkdir(dirname(join(inside, path)), { recursive: true })
      await writeFile(join(inside, path), bytes)
    }
    const { errors, warnings } = await checkFolderApart(site, inside, manifest.parent)
    if (errors.length > 0)
      throw invalid({
        file: errors
          .slice(0, 8)
          .map(error => error.replaceAll(`${inside}/`, ''))
          .join(' '),
      })
    if (!existsSync(folder)) {
      await mkdir(dirname(folder), { recursive: true })
      await rename(inside, folder)
    }
    return warnings.map(warning => warning.replaceAll(`${inside}/`, ''))
  } finally {
    await rm(draft, { recursive: true, force: true })
  }
}
