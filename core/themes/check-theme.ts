import { ActiveTheme } from './active-theme.ts'
import { checkAssets, styleProblems } from './check-assets.ts'
import { checkPlaces } from './check-places.ts'
import { checkPartials, checkSources, type Finding, sourcesOf } from './check-sources.ts'
import { fixtureLook, fixturePage, fixtureViews } from './fixture-views.ts'
import { loadThemes } from './load-theme.ts'
import { type EditedFolder, readTheme, type TemplateFolder, type TemplateSource, type Theme, type ThemeEdits } from './read-theme.ts'
import { readTemplateSource } from './template-calls.ts'
import { readThemeSettings } from './theme-settings.ts'
import { compileMessage } from './words.ts'

export interface ThemeReport {
  /** Any of these keeps a theme from being activated. */
  errors: string[]
  /** What is worth knowing: sentences without a translation, slots and parts of pages that are left out. */
  warnings: string[]
  /** The errors that are about a file, for an editor. */
  findings?: Finding[]
}

const required = ['layout', 'home', 'feed', 'profile', 'group', 'groups', 'entry', 'notifications', 'problem', 'entry-fragment']

/**
 * Checks a theme's folder before it is activated. `folders` are those of `loadThemes`, where its parents are found. Every
 * problem is a line that names the file.
 */
export async function checkTheme(folder: string, folders: string[]): Promise<ThemeReport> {
  try {
    const theme = readTheme(folder)
    const themes = await loadThemes({ folders })
    const parents = themes
      .chain({ name: theme.manifest.parent ?? 'default' })
      .filter(({ manifest }) => manifest.name !== theme.manifest.name)
    return checkChain(theme, parents)
  } catch (error) {
    return { errors: (error as Error).message.split('\n'), warnings: [] }
  }
}

/** What lies around a theme that is checked. */
interface Around {
  /** Templates of plugins. */
  added?: TemplateFolder[]
  /** Files that were changed in the browser. */
  edits?: EditedFolder
}

/** Checks a theme that was read, with its parents and `default`, in the order they are asked. */
export function checkChain(theme: Theme, parents: Theme[], { added = [], edits }: Around = {}): ThemeReport {
  const own: TemplateFolder[] = edits ? [edits, theme] : [theme]
  const folders = [...own, ...parents, ...added]
  const findings = [
    ...own.flatMap(folder => checkSources(folder)),
    ...checkLocales(theme, `${theme.folder}/`),
    ...checkAssets(theme),
    ...(edits ? checkEdits(edits) : []),
  ]
  // Templates that break the rules are not run.
  if (findings.length === 0) findings.push(...own.flatMap(folder => checkPartials(folder, folders)))
  if (findings.length === 0) findings.push(...checkRendering(theme, parents, { added, ...(edits && { edits }) }))
  const below = [...parents, ...added]
  const leftOut = [...checkPlaces([theme], below), ...(edits ? checkPlaces([edits], [theme, ...below]) : [])]
  const unique = [...new Map(findings.map(finding => [sentenceOf(finding), finding]))]
  return {
    errors: unique.map(([text]) => text),
    warnings: [...leftOut.map(sentenceOf), ...missingWords(theme)],
    findings: unique.map(([, finding]) => finding),
  }
}

function sentenceOf({ file, line, message }: Finding): string {
  return `${file}: ${message}${line ? ` (line ${line})` : ''}`
}

/** Stylesheets and words that were changed in the browser. */
function checkEdits(edits: EditedFolder): Finding[] {
  const styles = [...edits.styles].flatMap(([path, css]) => styleProblems(css).map(message => ({ file: `assets/${path}`, message })))
  return [...styles, ...checkLocales(edits, '')]
}

function checkLocales({ locales }: TemplateFolder, folder: string): Finding[] {
  return [...locales].flatMap(([tag, words]) => {
    const file = `${folder}locales/${tag}.json`
    if (Intl.getCanonicalLocales(tag)[0] !== tag) return [{ file, message: 'the name should be a language tag such as "de" or "pt-BR".' }]
    return Object.entries(words).flatMap(([key, text]) => {
      try {
        compileMessage(text, tag)
        return []
      } catch (error) {
        return [{ file, message: `"${key}" is not a message: ${(error as Error).message}` }]
      }
    })
  })
}

/** With its parents the theme has every page, and every page runs, for a member and for a visitor, in every language. */
function checkRendering(theme: Theme, parents: Theme[], { added = [], edits }: Around): Finding[] {
  const file = theme.folder
  const changed = edits ? asEdits(edits) : {}
  const active = new ActiveTheme([theme, ...parents], {
    added,
    edits: changed,
    limits: { milliseconds: 3000, steps: 200_000, characters: 5_000_000 },
  })
  const missing = required
    .filter(name => name !== 'layout' && !active.has(name))
    .map(name => ({ file, message: `${name}.hbs is missing.` }))
  const settings = { theme: readThemeSettings(theme.manifest.settings, {}) }
  const views = Object.entries(fixtureViews()).filter(([name]) => active.has(name))
  const failed = views.flatMap(([name, view]) =>
    active.locales().flatMap(({ tag, dir }) =>
      // What a visitor sees does not depend on the language.
      (tag === 'en' ? [false, true] : [false]).flatMap(visitor => {
        try {
          const page = active.run(name, { ...fixturePage({ visitor, locale: tag, dir }), ...settings, ...view }, { locale: tag })
          return name === 'home' ? checkHead(file, page) : []
        } catch (error) {
          return [{ file, message: `${name} cannot be shown in ${tag}: ${(error as Error).message}` }]
        }
      }),
    ),
  )
  return [...missing, ...failed]
}

function asEdits(edits: EditedFolder): ThemeEdits {
  const templates = sourcesOf(edits).map(({ file, text }) => [file, text])
  const words = [...edits.locales].map(([tag, sentences]) => [`locales/${tag}.json`, JSON.stringify(sentences)])
  return Object.fromEntries([...templates, ...words])
}

/** Whoever draws the head has to leave room for what an admin chooses. */
function checkHead(file: string, page: string): Finding[] {
  if (page.includes(String(fixtureLook.look.stylesheetUrl))) return []
  return [
    {
      file,
      message: 'the head of its pages lacks {{#if look.stylesheetUrl}}<link rel="stylesheet" href="{{look.stylesheetUrl}}">{{/if}}.',
    },
  ]
}

/** Per language, the sentences of the theme's own templates that it does not translate. */
function missingWords(theme: Theme): string[] {
  const keys = new Set(sourcesOf(theme).flatMap(sentencesOf))
  const languages = [...theme.locales].filter(([tag]) => tag !== 'en')
  return languages.flatMap(([tag, words]) =>
    [...keys].filter(key => !(key in words)).map(key => `${theme.folder}/locales/${tag}.json: "${key}" has no translation.`),
  )
}

function sentencesOf(source: TemplateSource): readonly string[] {
  try {
    return readTemplateSource(source).sentences
  } catch {
    // Not a template; the errors say so.
    return []
  }
}
