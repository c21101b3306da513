import { readFileSync } from 'node:fs'
import type { Actor } from '../actor.ts'
import { notFound } from '../errors.ts'
import { demandDrafting } from '../looks/draft.ts'
import type { Look } from '../looks/look.ts'
import type { Site } from '../site.ts'
import { readPluginTemplates, type TemplateFolder, type Theme } from '../themes/read-theme.ts'
import { type Sentences, sentencesOf } from '../themes/sentences.ts'

/** A file that the site's pages are made of, wherever it comes from. */
export interface LookFile {
  /** `home.hbs`, `partials/entry.hbs`, `assets/css/entry.css`, `locales/de.json`. */
  path: string
  /** Words are all sentences of a language, whichever theme says them. */
  kind: 'page' | 'part' | 'style' | 'words'
  /** What is shown with this look. */
  text: string
  /** What it is without the changes made in the browser. */
  original: string
  /** Title of the theme it comes from. */
  from: string
  /** The theme itself has it; otherwise it is inherited. */
  isOwn: boolean
  isChanged: boolean
}

/** All files of a look by path: the theme's, its parents', plugins' and what was changed in the browser. For members. */
export function listLookFiles({ themes }: Pick<Site, 'themes'>, actor: Actor, look: Look): LookFile[] {
  demandDrafting(actor)
  const chain = chainOf(themes, look)
  const found = new Map<string, LookFile>()
  for (const [index, theme] of chain.entries()) {
    for (const [path, original] of textsOf(theme)) {
      if (found.has(path)) continue
      const text = look.files[path] ?? original
      found.set(path, asFile(path, { text, original, from: theme.manifest.title, isOwn: index === 0, isChanged: path in look.files }))
    }
  }
  for (const file of addedFiles(themes, look)) if (!found.has(file.path)) found.set(file.path, file)
  for (const tag of languagesOf(chain)) found.set(`locales/${tag}.json`, wordsOf(chain, look, tag))
  for (const [path, text] of Object.entries(look.files)) {
    if (!found.has(path)) found.set(path, asFile(path, { text, original: '', from: 'this site', isOwn: true, isChanged: true }))
  }
  return [...found.values()].sort((a, b) => (a.path < b.path ? -1 : 1))
}

/** One of them. Throws notFound. */
export function findLookFile(site: Pick<Site, 'themes'>, actor: Actor, look: Look, path: string): LookFile {
  demandDrafting(actor)
  const found = maybeLookFile(site, look, path)
  if (!found) throw notFound('file of the theme')
  return found
}

/** One of them, if there is one, without reading the others. Asks nobody who they are. */
export function maybeLookFile({ themes }: Pick<Site, 'themes'>, look: Look, path: string): LookFile | undefined {
  const chain = chainOf(themes, look)
  const [, tag] = /^locales\/([\w-]+)\.json$/.exec(path) ?? []
  if (tag) return languagesOf(chain).includes(tag) ? wordsOf(chain, look, tag) : undefined
  for (const [index, theme] of chain.entries()) {
    const original = textIn(theme, path)
    if (original === undefined) continue
    const text = look.files[path] ?? original
    return asFile(path, { text, original, from: theme.manifest.title, isOwn: index === 0, isChanged: path in look.files })
  }
  const added = addedFiles(themes, look).find(file => file.path === path)
  const own = look.files[path]
  return (
    added ?? (own === undefined ? undefined : asFile(path, { text: own, original: '', from: 'this site', isOwn: true, isChanged: true }))
  )
}

/** Lines in which all of the words stand, of all files; a few of each. */
export function searchLookFiles(files: readonly LookFile[], words: string): { path: string; lines: { number: number; text: string }[] }[] {
  const wanted = words.toLowerCase().split(/\s+/).filter(Boolean)
  if (wanted.length === 0) return []
  return files.flatMap(({ path, text }) => {
    const lines = text.split('\n').flatMap((line, index) => {
      const lower = line.toLowerCase()
      return wanted.every(word => lower.includes(word)) ? [{ number: index + 1, text: line.trim().slice(0, 200) }] : []
    })
    const inName = wanted.every(word => path.includes(word))
    return lines.length > 0 || inName ? [{ path, lines: lines.slice(0, 8) }] : []
  })
}

function asFile(path: string, rest: Omit<LookFile, 'path' | 'kind'>): LookFile {
  return { path, kind: kindOf(path), ...rest }
}

function kindOf(path: string): LookFile['kind'] {
  if (path.endsWith('.css')) return 'style'
  if (path.endsWith('.json')) return 'words'
  return path.startsWith('partials/') ? 'part' : 'page'
}

function chainOf(themes: Site['themes'], { theme, release }: Look): Theme[] {
  return themes.chain({ name: theme, ...(release && { release }) })
}

function textsOf(theme: Theme): [string, string][] {
  const styles = [...theme.assets]
    .filter(([path]) => path.endsWith('.css'))
    .map(([path, { file }]): [string, string] => [`assets/${path}`, readFileSync(file, 'utf8')])
  return [...templatesOf(theme), ...styles]
}

function templatesOf({ pages, partials }: TemplateFolder): [string, string][] {
  const ofPages = [...pages].map(([name, { text }]): [string, string] => [`${name}.hbs`, text])
  const ofPartials = [...partials].map(([name, { text }]): [string, string] => [
    name === 'layout' ? 'layout.hbs' : `partials/${name}.hbs`,
    text,
  ])
  return [...ofPages, ...ofPartials]
}

function textIn({ pages, partials, assets }: Theme, path: string): string | undefined {
  const [, part, name = ''] = /^(partials\/)?([a-z][a-z0-9-]*)\.hbs$/.exec(path) ?? []
  if (name) return (part || name === 'layout' ? partials : pages).get(name)?.text
  const asset = path.startsWith('assets/') && path.endsWith('.css') ? assets.get(path.slice('assets/'.length)) : undefined
  return asset && readFileSync(asset.file, 'utf8')
}

/** Templates of plugins, which stand below every theme's. */
function addedFiles(themes: Site['themes'], look: Look): LookFile[] {
  return themes.addedTemplates().flatMap(({ owner, folder }) =>
    templatesOf(readPluginTemplates(owner, folder)).map(([path, original]) => {
      const text = look.files[path] ?? original
      return asFile(path, { text, original, from: owner, isOwn: false, isChanged: path in look.files })
    }),
  )
}

function languagesOf(chain: readonly Theme[]): string[] {
  return [...new Set(['en', ...chain.flatMap(theme => [...theme.locales.keys()])])]
}

/** All sentences of a language in one file, so that each can be found and changed, whichever theme of the chain says it. */
function wordsOf(chain: readonly Theme[], look: Look, tag: string): LookFile {
  const path = `locales/${tag}.json`
  const original = sentencesOf(chain, tag)
  const edited = look.files[path]
  const words = edited ? { ...original, ...(JSON.parse(edited) as Sentences) } : original
  const holder = chain.findIndex(theme => theme.locales.has(tag))
  const from = chain[Math.max(holder, 0)]!.manifest.title
  return asFile(path, { text: asJson(words), original: asJson(original), from, isOwn: holder === 0, isChanged: edited !== undefined })
}

function asJson(words: Sentences): string {
  return `${JSON.stringify(words, null, 2)}\n`
}
