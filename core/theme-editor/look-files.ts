import { readFileSync } from 'node:fs'
import type { Actor } from '../actor.ts'
import { notFound } from '../errors.ts'
import { demandAppearance } from '../looks/draft.ts'
import type { Look } from '../looks/look.ts'
import type { Site } from '../site.ts'
import type { Theme } from '../themes/read-theme.ts'
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

/** All files of a look by path: the theme's, its parents' and what was changed in the browser. For who may change how the site looks. */
export function listLookFiles({ themes }: Pick<Site, 'themes'>, actor: Actor, look: Look): LookFile[] {
  demandAppearance(actor)
  const chain = themes.chain({ name: look.theme, ...(look.release && { release: look.release }) })
  const found = new Map<string, LookFile>()
  for (const [index, theme] of chain.entries()) {
    for (const [path, original] of textsOf(theme)) {
      if (found.has(path)) continue
      const text = look.files[path] ?? original
      found.set(path, asFile(path, { text, original, from: theme.manifest.title, isOwn: index === 0, isChanged: path in look.files }))
    }
  }
  for (const file of wordsOf(chain, look)) found.set(file.path, file)
  for (const [path, text] of Object.entries(look.files)) {
    if (!found.has(path)) found.set(path, asFile(path, { text, original: '', from: 'this site', isOwn: true, isChanged: true }))
  }
  return [...found.values()].sort((a, b) => (a.path < b.path ? -1 : 1))
}

/** One of them. Throws notFound. */
export function findLookFile(site: Pick<Site, 'themes'>, actor: Actor, look: Look, path: string): LookFile {
  const found = listLookFiles(site, actor, look).find(file => file.path === path)
  if (!found) throw notFound('file of the theme')
  return found
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

function textsOf(theme: Theme): [string, string][] {
  const pages = [...theme.pages].map(([name, { text }]): [string, string] => [`${name}.hbs`, text])
  const partials = [...theme.partials].map(([name, { text }]): [string, string] => [
    name === 'layout' ? 'layout.hbs' : `partials/${name}.hbs`,
    text,
  ])
  const styles = [...theme.assets]
    .filter(([path]) => path.endsWith('.css'))
    .map(([path, { file }]): [string, string] => [`assets/${path}`, readFileSync(file, 'utf8')])
  return [...pages, ...partials, ...styles]
}

/** For each language all sentences in one file, so that each can be found and changed, whichever theme of the chain says it. */
function wordsOf(chain: readonly Theme[], look: Look): LookFile[] {
  const tags = [...new Set(['en', ...chain.flatMap(theme => [...theme.locales.keys()])])]
  return tags.map(tag => {
    const path = `locales/${tag}.json`
    const original = sentencesOf(chain, tag)
    const edited = look.files[path]
    const words = edited ? { ...original, ...(JSON.parse(edited) as Sentences) } : original
    const holder = chain.findIndex(theme => theme.locales.has(tag))
    const from = chain[Math.max(holder, 0)]!.manifest.title
    return asFile(path, { text: asJson(words), original: asJson(original), from, isOwn: holder === 0, isChanged: edited !== undefined })
  })
}

function asJson(words: Sentences): string {
  return `${JSON.stringify(words, null, 2)}\n`
}
