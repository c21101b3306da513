import type { Actor } from '../actor.ts'
import { type Colours, tokens } from '../colours/palette.ts'
import type { Site } from '../site.ts'
import { listReleases } from '../theme-packages/theme-release.ts'
import type { ThemeEntry } from '../themes/load-theme.ts'
import { demandAppearance } from './draft.ts'
import { listPalettes } from './make-look.ts'

/** A theme as the panel shows it. */
export interface ThemeCard {
  name: string
  title: string
  version: string
  author?: string
  licence: string
  /** Of a theme in the data folder. */
  release?: string
  parent?: string
  /** The site is shown with it. */
  isShown: boolean
  /** Came as a package, and can be removed. */
  installedAt?: string
  broughtBy?: string
  /** Its colours by token, to be drawn. */
  colours: { light: Colours; dark: Colours }
}

/** Every theme of the site, the one that is shown first. For who may change how the site looks. */
export async function listThemes(site: Site, actor: Actor): Promise<ThemeCard[]> {
  demandAppearance(actor)
  const releases = await listReleases(site.db)
  const { theme: name, release } = site.look.current.look
  const cards = site.themes.list().map(theme => {
    const row = releases.find(one => one.name === theme.name && one.release === theme.release)
    const isShown = theme.name === name && (theme.release ?? '') === release
    return { ...described(site, theme), isShown, ...(row && { installedAt: row.installedAt, broughtBy: row.broughtBy }) }
  })
  return cards.sort((a, b) => Number(b.isShown) - Number(a.isShown))
}

function described(site: Site, theme: ThemeEntry): Omit<ThemeCard, 'isShown'> {
  const { name, title, version, author, licence, release, parent } = theme
  const [palette] = listPalettes(site.themes, theme)
  const none = Object.fromEntries(tokens.map(token => [token, '#888888'])) as Colours
  return {
    name,
    title,
    version,
    licence,
    ...(author && { author }),
    ...(release && { release }),
    ...(parent && { parent }),
    colours: { light: palette?.light ?? none, dark: palette?.dark ?? none },
  }
}
