import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { ActiveTheme, type RenderProblem } from './active-theme.ts'
import { readPluginTemplates, readRelease, readTheme, type TemplateFolder, type Theme, type ThemeEdits } from './read-theme.ts'
import type { RenderBudget } from './render-budget.ts'
import type { ThemeManifest } from './theme-manifest.ts'
import { vendorFiles } from './vendor-files.ts'

export interface RenderOptions {
  locale: string
  /** Milliseconds since 1970; tests hand it in. */
  now?: number
  /** What may be spent by this rendering, together with others that have the same. */
  budget?: RenderBudget
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

/** Which theme, and what was changed of it. */
export interface ThemeChoice {
  name: string
  /** Of a theme in the data folder; the program's own have none. */
  release?: string
  edits?: ThemeEdits
  /** Where the stylesheets among the edits are served. */
  editsUrl?: string
}

export interface ThemeEntry extends ThemeManifest {
  folder: string
  release?: string
}

/** A page that could not be shown with a theme; since the theme was chosen, in this process. */
export interface CountedProblem {
  theme: string
  template: string
  message: string
  count: number
}

/** A problem of the active theme, and how it did altogether since it was chosen, in this process. */
export interface ThemeTrouble {
  problem: RenderProblem
  /** Pages and parts of pages that were shown, and those of them that failed. */
  shown: number
  failed: number
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
  /** Adds what is in a plugin's `templates/` and `locales/`, below every theme's; returns what takes it back. */
  addTemplates(owner: string, folder: string): () => void
  /** Where those lie, in the order they are asked. */
  addedTemplates(): { owner: string; folder: string }[]
  /** Throws when there is no such theme or it does not compile; then the old one stays. */
  setActive(choice: string | ThemeChoice): void
  /** A theme beside the active one, compiled. Throws as `setActive` does. */
  open(choice: ThemeChoice): ActiveTheme
  /** The theme, its parents and `default`, in the order they are asked. Throws when there is no such theme. */
  chain(choice: Pick<ThemeChoice, 'name' | 'release'>): Theme[]
  /** The themes of the data folder, as folders of releases; the last of a name is the one that is meant by the name alone. */
  setInstalled(folders: string[]): void
  readonly active: string
  /** Every theme that could be read; of each in the data folder every release. `broken`: why the others could not, by folder. */
  list(): ThemeEntry[]
  readonly broken: ReadonlyMap<string, string>
  problems(): CountedProblem[]
  /** Calls `listener` for each page that the active theme itself could not show. */
  onTrouble(listener: (trouble: ThemeTrouble) => void): void
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
  const broken = new Map<string, string>()
  for (const folder of folders.flatMap(themeFolders)) {
    const isDefault = folder.endsWith('default') && !found.has('default')
    const theme = readOrReport(folder, () => readTheme(folder, isDefault ? vendorFiles() : undefined), broken, log)
    if (theme && !found.has(theme.manifest.name)) found.set(theme.manifest.name, theme)
  }
  if (!found.has('default')) throw new Error(`There is no theme "default" that works in ${folders.join(', ')}.`)
  return new LoadedThemes(found, broken, log)
}

function readOrReport(folder: string, read: () => Theme, broken: Map<string, string>, log?: ThemeLog): Theme | undefined {
  try {
    return read()
  } catch (error) {
    broken.set(folder, (error as Error).message)
    log?.error({ folder, problem: (error as Error).message }, 'a theme is left out')
    return undefined
  }
}

class LoadedThemes implements Themes {
  /** The program's own and hand-placed ones, by name. */
  readonly #own: Map<string, Theme>
  readonly #log: ThemeLog | undefined
  readonly broken: Map<string, string>
  /** Of the data folder, by folder. */
  #installed = new Map<string, Theme>()
  readonly #added = new Map<string, TemplateFolder & { folder: string }>()
  readonly #problems = new Map<string, CountedProblem>()
  #choice: ThemeChoice = { name: 'default' }
  #active: ActiveTheme
  #shown = 0
  #failed = 0
  #listener: ((trouble: ThemeTrouble) => void) | undefined

  constructor(themes: Map<string, Theme>, broken: Map<string, string>, log: ThemeLog | undefined) {
    this.broken = broken
    this.#own = themes
    this.#log = log
    this.#active = this.open(this.#choice)
  }

  get active(): string {
    return this.#active.name
  }

  render(template: string, view: object, options: RenderOptions): string {
    this.#shown += 1
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
    const named = this.#all().filter(theme => theme.manifest.name === name)
    const theme = named.find(one => one.hash === hash) ?? this.#find(name)
    const asset =
      theme &&
      this.#chainOf(theme)
        .find(one => one.assets.has(file))
        ?.assets.get(file)
    return asset && { ...asset, immutable: hash === theme.hash }
  }

  locales(): Locale[] {
    return this.#active.locales()
  }

  list(): ThemeEntry[] {
    return this.#all().map(({ manifest, folder, release }) => ({ ...manifest, folder, ...(release && { release }) }))
  }

  problems(): CountedProblem[] {
    return [...this.#problems.values()]
  }

  onTrouble(listener: (trouble: ThemeTrouble) => void): void {
    this.#listener = listener
  }

  addedTemplates(): { owner: string; folder: string }[] {
    return [...this.#added.values()].map(({ owner, folder }) => ({ owner, folder }))
  }

  addTemplates(owner: string, folder: string): () => void {
    if (this.#added.has(owner)) throw new Error(`The templates of ${owner} have been added before.`)
    const templates = { ...readPluginTemplates(owner, folder), folder }
    this.#added.set(owner, templates)
    try {
      this.#active = this.open(this.#choice)
    } catch (error) {
      this.#added.delete(owner)
      throw error
    }
    return () => {
      // Only what was added here: the plugin may have come back since.
      if (this.#added.get(owner) !== templates) return
      this.#added.delete(owner)
      this.#activateAgain()
    }
  }

  /** A plugin that goes must not fail because somebody broke a file of the theme meanwhile. */
  #activateAgain(): void {
    try {
      this.#active = this.open(this.#choice)
    } catch (error) {
      this.#log?.error({ error }, 'the theme cannot be read any more, the default one is shown')
      this.#active = this.open({ name: 'default' })
    }
  }

  setInstalled(folders: string[]): void {
    const known = this.#installed
    this.#installed = new Map(
      folders.flatMap(folder => {
        const theme = known.get(folder) ?? readOrReport(folder, () => readRelease(folder), this.broken, this.#log)
        // Nobody takes the place of a theme that the program or its operator brings.
        return theme && !this.#own.has(theme.manifest.name) ? [[folder, theme] as const] : []
      }),
    )
  }

  setActive(choice: string | ThemeChoice): void {
    const wanted = typeof choice === 'string' ? { name: choice } : choice
    this.#active = this.open(wanted)
    this.#choice = wanted
    this.#problems.clear()
    this.#shown = 0
    this.#failed = 0
  }

  open({ edits = {}, editsUrl = '', ...choice }: ThemeChoice): ActiveTheme {
    return new ActiveTheme(this.chain(choice), {
      edits,
      editsUrl,
      added: [...this.#added.values()],
      onProblem: problem => this.#count(problem),
    })
  }

  chain({ name, release }: Pick<ThemeChoice, 'name' | 'release'>): Theme[] {
    const theme = this.#find(name, release)
    if (!theme) throw new Error(`There is no theme "${name}"${release ? ` in the release ${release}` : ''}.`)
    return this.#chainOf(theme)
  }

  #all(): Theme[] {
    return [...this.#own.values(), ...this.#installed.values()]
  }

  #find(name: string, release?: string): Theme | undefined {
    return this.#all().findLast(theme => theme.manifest.name === name && (release === undefined || theme.release === release))
  }

  #chainOf(theme: Theme): Theme[] {
    const chain: Theme[] = []
    for (let next: Theme | undefined = theme; next && !chain.includes(next); next = this.#find(next.manifest.parent ?? 'default')) {
      chain.push(next)
    }
    const fallback = this.#own.get('default')
    return fallback && !chain.includes(fallback) ? [...chain, fallback] : chain
  }

  /** A page that fails is asked for again and again: the log hears of the first time, and of every hundredth. */
  #count(problem: RenderProblem): void {
    const { theme, template, error } = problem
    const key = `${theme} ${template}`
    const count = (this.#problems.get(key)?.count ?? 0) + 1
    this.#problems.set(key, { theme, template, message: error.message, count })
    if (count % 100 === 1) this.#log?.error({ err: error, theme, template, count }, 'A theme could not show a page; its parent did.')
    // Its parents may fail before one of them shows the page.
    if (theme !== this.#active.label) return
    this.#failed += 1
    this.#listener?.({ problem, shown: this.#shown, failed: this.#failed })
  }
}

function themeFolders(folder: string): string[] {
  if (!existsSync(folder)) return []
  return readdirSync(folder)
    .sort()
    .map(name => join(folder, name))
    .filter(path => existsSync(join(path, 'theme.json')))
}
