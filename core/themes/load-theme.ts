import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { ActiveTheme } from './active-theme.ts'
import { readTemplates, readTheme, type TemplateFolder, type Theme } from './read-theme.ts'
import { vendorFiles } from './vendor-files.ts'

export interface RenderOptions {
  locale: string
  /** Milliseconds since 1970; tests hand it in. */
  now?: number
}

export interface Asset {
  /** Absolute path. */
  file: string
  type: string
  /** Whether the address carries the present hash, so that browsers may keep it for good. */
  immutable: boolean
}

export interface Locale {
  tag: string
  /** In its own language. */
  name: string
  dir: 'ltr' | 'rtl'
}

export interface Themes {
  /** Runs a page's template; throws when there is none of that name. */
  render(template: string, view: object, options: RenderOptions): string
  has(template: string): boolean
  /** Says a sentence outside of templates: mails, JSON. Plain text, not escaped. */
  translate(key: string, values: Record<string, unknown>, locale: string): string
  /** Address of a file in `assets/` of the active theme or its parents. */
  assetUrl(path: string): string
  /** The file behind an address that begins with `/assets/`. */
  asset(path: string): Asset | undefined
  locales(): Locale[]
  /** Adds a plugin's templates, below every theme's; returns what takes them back. */
  addTemplates(owner: string, folder: string): () => void
  /** Throws when there is no such theme or it does not compile; then the old one stays. */
  setActive(name: string): void
  readonly active: string
  /** Every theme that could be read. */
  list(): { name: string; title: string; version: string; folder: string }[]
}

export interface ThemeLog {
  error(fields: object, message: string): void
}

/**
 * Reads every theme in `folders` (each a folder of theme folders; of two themes with one name the first wins) and activates
 * `default`. A broken theme is reported and left out; without a default theme there is no site, so that one throws.
 */
export async function loadThemes({ folders, log }: { folders: string[]; log?: ThemeLog }): Promise<Themes> {
  const found = new Map<string, Theme>()
  for (const folder of folders.flatMap(themeFolders)) {
    try {
      const isDefault = folder.endsWith('default') && !found.has('default')
      const theme = readTheme(folder, isDefault ? vendorFiles() : undefined)
      if (!found.has(theme.manifest.name)) found.set(theme.manifest.name, theme)
    } catch (error) {
      log?.error({ err: error, folder }, 'A theme is left out because it is broken.')
    }
  }
  if (!found.has('default')) throw new Error(`There is no theme "default" that works in ${folders.join(', ')}.`)
  return new LoadedThemes(found)
}

class LoadedThemes implements Themes {
  readonly #themes: Map<string, Theme>
  readonly #added = new Map<string, TemplateFolder>()
  #active: ActiveTheme

  constructor(themes: Map<string, Theme>) {
    this.#themes = themes
    this.#active = this.#activate('default')
  }

  get active(): string {
    return this.#active.name
  }

  render(template: string, view: object, options: RenderOptions): string {
    return this.#active.render(template, view, options)
  }

  has(template: string): boolean {
    return this.#active.has(template)
  }

  translate(key: string, values: Record<string, unknown>, locale: string): string {
    return this.#active.translate(key, values, locale)
  }

  assetUrl(path: string): string {
    return this.#active.assetUrl(path)
  }

  asset(path: string): Asset | undefined {
    const [, name = '', hash = '', file = ''] = /^\/assets\/([a-z0-9-]+)\/([0-9a-f]+)\/(.+)$/.exec(path) ?? []
    const theme = this.#themes.get(name)
    const asset =
      theme &&
      chainOf(theme, this.#themes)
        .find(one => one.assets.has(file))
        ?.assets.get(file)
    return asset && { ...asset, immutable: hash === theme.hash }
  }

  locales(): Locale[] {
    return this.#active.locales()
  }

  list(): { name: string; title: string; version: string; folder: string }[] {
    return [...this.#themes.values()].map(({ manifest, folder }) => ({ ...manifest, folder }))
  }

  addTemplates(owner: string, folder: string): () => void {
    if (this.#added.has(owner)) throw new Error(`The templates of ${owner} have been added before.`)
    const templates = readTemplates(owner, folder)
    this.#added.set(owner, templates)
    try {
      this.#active = this.#activate(this.active)
    } catch (error) {
      this.#added.delete(owner)
      throw error
    }
    return () => {
      // Only what was added here: the plugin may have come back since.
      if (this.#added.get(owner) !== templates) return
      this.#added.delete(owner)
      this.#active = this.#activate(this.active)
    }
  }

  setActive(name: string): void {
    if (name !== this.active) this.#active = this.#activate(name)
  }

  #activate(name: string): ActiveTheme {
    const theme = this.#themes.get(name)
    if (!theme) throw new Error(`There is no theme "${name}".`)
    return new ActiveTheme(chainOf(theme, this.#themes), [...this.#added.values()])
  }
}

/** The theme, its parents and `default`, in the order they are asked. */
function chainOf(theme: Theme, themes: Map<string, Theme>): Theme[] {
  const chain: Theme[] = []
  for (let next: Theme | undefined = theme; next && !chain.includes(next); next = themes.get(next.manifest.parent ?? 'default')) {
    chain.push(next)
  }
  const fallback = themes.get('default')
  return fallback && !chain.includes(fallback) ? [...chain, fallback] : chain
}

function themeFolders(folder: string): string[] {
  if (!existsSync(folder)) return []
  return readdirSync(folder)
    .sort()
    .map(name => join(folder, name))
    .filter(path => existsSync(join(path, 'theme.json')))
}
