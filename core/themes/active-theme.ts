import { ClockWords } from './clock-words.ts'
import { type Compiled, compileTemplates } from './compile-templates.ts'
import { type Language, makeHelpers } from './helpers.ts'
import type { Asset, Locale, RenderOptions } from './load-theme.ts'
import { PeopleWords } from './people-words.ts'
import { hashOfStyles, readEdits, type TemplateFolder, type Theme, type ThemeEdits } from './read-theme.ts'
import { pluginRenderLimits, RenderBudget, type RenderLimits, renderLimits } from './render-budget.ts'
import { Words } from './words.ts'

/** What an active theme is made of, beside the chain of itself and its parents. */
export interface ActiveParts {
  /** Templates of plugins, asked last. */
  added?: TemplateFolder[]
  /** Files that were changed in the browser, asked first. */
  edits?: ThemeEdits
  /** Where the stylesheets among them are served. */
  editsUrl?: string
  /** Hears when a page could not be shown with this theme, and was shown with its parent instead. */
  onProblem?(problem: RenderProblem): void
  limits?: RenderLimits
  /** Counts what every rendering costs. */
  guarded?: boolean
}

/** A page that a theme could not show, and its parent could. */
export interface RenderProblem {
  /** `stone`, or `stone (as changed here)`. */
  theme: string
  template: string
  error: Error
}

/** A theme with its parents and the plugins' templates, compiled. Immutable: a change makes a new one. */
export class ActiveTheme {
  readonly name: string
  readonly #chain: Theme[]
  readonly #parts: ActiveParts
  readonly #folders: TemplateFolder[]
  readonly #pages: Compiled
  readonly #languages = new Map<string, Language>()
  readonly #assetUrls = new Map<string, string>()
  /** What a rendering may cost, where a template may be somebody else's. */
  readonly #limits: RenderLimits | undefined
  /** Pages that only plugins have. */
  readonly #brought: Set<string>
  #parent: ActiveTheme | undefined
  #watched: ActiveTheme | undefined
  #locales: Locale[] | undefined

  constructor(chain: Theme[], parts: ActiveParts = {}) {
    const { edits = {}, added = [] } = parts
    this.name = chain[0]!.manifest.name
    this.#chain = chain
    this.#parts = parts
    const edited = readEdits(edits)
    this.#folders = [edited, ...chain, ...added]
    this.#addStyles(edited.styles)
    this.#brought = new Set(added.flatMap(folder => [...folder.pages.keys()]))
    for (const { pages } of [edited, ...chain]) for (const name of pages.keys()) this.#brought.delete(name)
    const isEdited = edited.pages.size + edited.partials.size > 0
    const guarded = parts.guarded || isEdited || chain.some(theme => theme.release !== undefined)
    this.#limits = guarded ? (parts.limits ?? renderLimits) : undefined
    this.#pages = compileTemplates(
      this.#folders,
      makeHelpers(path => this.assetUrl(path)),
      { guarded },
    )
  }

  /** As problems name it. */
  get label(): string {
    return this.name + (this.#edited ? ' (as changed here)' : '')
  }

  has(template: string): boolean {
    return this.#pages.has(template)
  }

  /** Runs a page's template. When it fails, the page is shown as the theme's parent shows it, and `onProblem` hears why. */
  render(template: string, view: object, options: RenderOptions): string {
    try {
      return this.run(template, view, options)
    } catch (error) {
      const parent = this.#parentTheme()
      if (!parent?.has(template)) throw error
      // What fails with the parent too is not this theme's fault.
      const page = parent.render(template, view, options)
      this.#parts.onProblem?.({ theme: this.label, template, error: error as Error })
      return page
    }
  }

  /** The same with the theme itself or not at all. */
  run(template: string, view: object, options: RenderOptions): string {
    // What a plugin brought may repeat itself for ever. The program's own templates pay nothing for that.
    if (!this.#limits && this.#brought.has(template)) return this.#watchedTwin().run(template, view, options)
    const page = this.#pages.get(template)
    if (!page) throw new Error(`No theme or plugin has a template "${template}".`)
    const { words, clock, people } = this.#language(options.locale)
    const budget = this.#limits && { budget: options.budget ?? new RenderBudget(this.#limits) }
    return page(view, {
      data: { words, clock, people, now: options.now ?? Date.now(), root: view, ...budget },
      allowProtoMethodsByDefault: false,
      allowProtoPropertiesByDefault: false,
    })
  }

  get #edited(): boolean {
    return Object.keys(this.#parts.edits ?? {}).length > 0
  }

  /** The same, with every step counted. Made when a plugin's template is first asked for. */
  #watchedTwin(): ActiveTheme {
    this.#watched ??= new ActiveTheme(this.#chain, { ...this.#parts, guarded: true, limits: pluginRenderLimits })
    return this.#watched
  }

  /** Without the edits, or without the theme itself. Made when it is first needed. */
  #parentTheme(): ActiveTheme | undefined {
    const { edits: _edits, ...rest } = this.#parts
    const chain = this.#edited ? this.#chain : this.#chain.slice(1)
    if (chain.length > 0) this.#parent ??= new ActiveTheme(chain, rest)
    return this.#parent
  }

  translate(key: string, values: Record<string, unknown>, locale: string): string {
    return String(this.#language(locale).words.say(key, values))
  }

  /** The first theme of the chain that has the file; an unknown file gets an address that answers 404. */
  assetUrl(path: string): string {
    const known = this.#assetUrls.get(path)
    if (known) return known
    const theme = this.#chain.find(one => one.assets.has(path)) ?? this.#chain[0]!
    const url = `/assets/${theme.manifest.name}/${theme.hash}/${path}`
    if (theme.assets.has(path)) this.#assetUrls.set(path, url)
    return url
  }

  /** The file behind an address that `assetUrl` gave, or one with an older hash. */
  asset(path: string): Asset | undefined {
    const [, name = '', hash = '', file = ''] = /^\/assets\/([a-z0-9-]+)\/([0-9a-f]+)\/(.+)$/.exec(path) ?? []
    const [first] = this.#chain
    const asset = this.#chain.find(theme => theme.assets.has(file))?.assets.get(file)
    return asset && first?.manifest.name === name ? { ...asset, immutable: hash === first.hash } : undefined
  }

  /** Those that were changed stand in for the theme's. */
  #addStyles(styles: ReadonlyMap<string, string>): void {
    const { editsUrl } = this.#parts
    if (styles.size === 0 || !editsUrl) return
    const hash = hashOfStyles(styles, this.#chain)
    for (const path of styles.keys()) this.#assetUrls.set(path, `${editsUrl}/${hash}/${path}`)
  }

  locales(): Locale[] {
    // Asked for by every request; naming a language is slow.
    this.#locales ??= [...new Set(['en', ...this.#folders.flatMap(folder => [...folder.locales.keys()])])]
      .sort()
      .map(tag => ({ tag, name: nameOf(tag), dir: directionOf(tag) }))
    return this.#locales
  }

  #language(locale: string): Language {
    const tag = this.#tagOf(locale)
    let language = this.#languages.get(tag)
    if (!language) {
      const words = new Words(tag, this.#messages(tag), this.#messages('en'))
      language = { words, clock: new ClockWords(words), people: new PeopleWords(words) }
      this.#languages.set(tag, language)
    }
    return language
  }

  /** `de-AT` is said in `de` when there is no `de-AT`, and everything else in English. */
  #tagOf(locale: string): string {
    const known = (tag: string) => this.#folders.some(folder => folder.locales.has(tag))
    if (known(locale)) return locale
    const short = locale.split('-')[0]!
    return known(short) ? short : 'en'
  }

  #messages(tag: string): Map<string, string> {
    return new Map(this.#folders.toReversed().flatMap(folder => Object.entries(folder.locales.get(tag) ?? {})))
  }
}

function nameOf(tag: string): string {
  const name = new Intl.DisplayNames([tag], { type: 'language' }).of(tag) ?? tag
  return name.charAt(0).toLocaleUpperCase(tag) + name.slice(1)
}

function directionOf(tag: string): 'ltr' | 'rtl' {
  const locale = new Intl.Locale(tag) as Intl.Locale & { getTextInfo?(): { direction?: string } }
  return locale.getTextInfo?.().direction === 'rtl' ? 'rtl' : 'ltr'
}
