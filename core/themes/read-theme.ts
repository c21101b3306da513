import { createHash } from 'node:crypto'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { basename, dirname, extname, join, relative, sep } from 'node:path'
import { parseManifest, type ThemeManifest } from './theme-manifest.ts'

/** Handlebars sources and translations of one folder: a theme's, or a plugin's `templates`. */
export interface TemplateFolder {
  /** Theme or plugin, for messages. */
  owner: string
  pages: Map<string, TemplateSource>
  partials: Map<string, TemplateSource>
  /** Per language tag: English sentence to translation. */
  locales: Map<string, Record<string, string>>
}

export interface TemplateSource {
  file: string
  text: string
}

/** A theme as it lies on disk, read but not compiled. */
export interface Theme extends TemplateFolder {
  manifest: ThemeManifest
  folder: string
  /** Path below `assets/` to file and type. */
  assets: Map<string, { file: string; type: string }>
  /** Changes when any asset changes; part of their addresses. */
  hash: string
  /** Of a theme in the data folder: `1.0.0-3f2a…`. The program's own and hand-placed ones have none. */
  release?: string
}

/** Endings of files that are served from `assets/`, with their type. */
export const assetTypes: Readonly<Record<string, string>> = {
  '.css': 'text/css; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.svg': 'image/svg+xml; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.webmanifest': 'application/manifest+json; charset=utf-8',
  '.woff2': 'font/woff2',
  '.png': 'image/png',
  '.jpg': 'image/jpeg',
  '.webp': 'image/webp',
  '.avif': 'image/avif',
  '.ico': 'image/x-icon',
}

/** Reads a theme's folder; throws with every problem of its manifest. `extraAssets` are files that lie elsewhere. */
export function readTheme(folder: string, extraAssets: Map<string, string> = new Map()): Theme {
  return readThemeNamed(basename(folder), folder, extraAssets)
}

/** Reads a release of a theme in the data folder: `themes/stone/1.0.0-3f2a…`. */
export function readRelease(folder: string): Theme {
  return { ...readThemeNamed(basename(dirname(folder)), folder), release: basename(folder) }
}

function readThemeNamed(name: string, folder: string, extraAssets: Map<string, string> = new Map()): Theme {
  const file = join(folder, 'theme.json')
  const manifest = parseManifest(readFileSync(file, 'utf8'), file, name)
  return { manifest, folder, ...readThemeFiles(folder, extraAssets), ...readTemplates(manifest.name, folder) }
}

/** Files by path that lie above those of a theme: `partials/entry.hbs`, `assets/css/entry.css`, of `locales/de.json` what differs. */
export type ThemeEdits = Readonly<Record<string, string>>

/** What was changed in the browser, as a folder that is asked before all others. */
export interface EditedFolder extends TemplateFolder {
  /** Stylesheets by their path below `assets/`. */
  styles: Map<string, string>
}

/** Throws when translations among them cannot be read. */
export function readEdits(edits: ThemeEdits): EditedFolder {
  const sources = (pattern: RegExp) =>
    new Map(
      Object.entries(edits).flatMap(([path, text]) => {
        const [, name] = pattern.exec(path) ?? []
        return name ? [[name, { file: path, text }] as const] : []
      }),
    )
  const pages = sources(/^([a-z][a-z0-9-]*)\.hbs$/)
  const partials = sources(/^partials\/([a-z][a-z0-9-]*)\.hbs$/)
  const locales = [...sources(/^locales\/([A-Za-z0-9-]+)\.json$/)].map(([tag, { file, text }]) => [tag, readWords(file, text)] as const)
  const styles = [...sources(/^assets\/(.+\.css)$/)].map(([path, { text }]) => [path, text] as const)
  return { owner: 'edits', ...asLayout(pages, partials), locales: new Map(locales), styles: new Map(styles) }
}

/** Part of the addresses of changed stylesheets: other than before whenever they, or files that they may name, change. */
export function hashOfStyles(styles: ReadonlyMap<string, string>, chain: readonly Theme[]): string {
  const hash = createHash('sha256')
  for (const theme of chain) hash.update(theme.hash).update('\0')
  for (const [path, text] of styles) hash.update(path).update('\0').update(text).update('\0')
  return hash.digest('hex').slice(0, 10)
}

/** What lies in the folder's `assets/`, and elsewhere. */
export function readThemeFiles(folder: string, extraAssets: Map<string, string> = new Map()): Pick<Theme, 'assets' | 'hash'> {
  const assets = new Map<string, { file: string; type: string }>()
  for (const path of listFiles(join(folder, 'assets'))) addAsset(assets, path, join(folder, 'assets', path))
  for (const [path, source] of extraAssets) addAsset(assets, path, source)
  return { assets, hash: hashOf(assets) }
}

/** Reads the templates, partials and translations of a folder; what is missing is empty. */
export function readTemplates(owner: string, folder: string, locales = join(folder, 'locales')): TemplateFolder {
  const pages = readSources(folder)
  const partials = readSources(join(folder, 'partials'))
  return { owner, ...asLayout(pages, partials), locales: readLocales(locales) }
}

/** What a plugin's folder has in `templates/` and `locales/`. */
export function readPluginTemplates(owner: string, folder: string): TemplateFolder {
  return readTemplates(owner, join(folder, 'templates'), join(folder, 'locales'))
}

/** The frame of all pages lies among them but is called like a partial. */
function asLayout(pages: Map<string, TemplateSource>, partials: Map<string, TemplateSource>): Pick<TemplateFolder, 'pages' | 'partials'> {
  const layout = pages.get('layout')
  if (layout) {
    partials.set('layout', layout)
    pages.delete('layout')
  }
  return { pages, partials }
}

function readSources(folder: string): Map<string, TemplateSource> {
  const files = existsSync(folder) ? readdirSync(folder).filter(name => name.endsWith('.hbs')) : []
  return new Map(
    files.sort().map(name => [basename(name, '.hbs'), { file: join(folder, name), text: readFileSync(join(folder, name), 'utf8') }]),
  )
}

function readLocales(folder: string): Map<string, Record<string, string>> {
  const files = existsSync(folder) ? readdirSync(folder).filter(name => name.endsWith('.json')) : []
  return new Map(
    files.sort().map(name => [basename(name, '.json'), readWords(join(folder, name), readFileSync(join(folder, name), 'utf8'))]),
  )
}

function readWords(file: string, text: string): Record<string, string> {
  const words: unknown = JSON.parse(text)
  if (typeof words !== 'object' || words === null || Array.isArray(words)) throw new Error(`${file}: should be an object of sentences.`)
  const wrong = Object.entries(words).find(([, value]) => typeof value !== 'string')
  if (wrong) throw new Error(`${file}: "${wrong[0]}" should be text, but is ${JSON.stringify(wrong[1])}.`)
  return words as Record<string, string>
}

function listFiles(folder: string): string[] {
  if (!existsSync(folder)) return []
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter(entry => entry.isFile())
    .map(entry => relative(folder, join(entry.parentPath, entry.name)).split(sep).join('/'))
    .sort()
}

/** Files of a type that is not in the table are not served. */
function addAsset(assets: Map<string, { file: string; type: string }>, path: string, file: string): void {
  const type = assetTypes[extname(path)]
  if (type) assets.set(path, { file, type })
}

function hashOf(assets: Map<string, { file: string; type: string }>): string {
  const hash = createHash('sha256')
  for (const [path, asset] of assets) hash.update(path).update('\0').update(readFileSync(asset.file)).update('\0')
  return hash.digest('hex').slice(0, 10)
}
