import { fixturePage, fixtureViews } from './fixture-views.ts'
import { makeHelpers } from './helpers.ts'
import { loadThemes, type Themes } from './load-theme.ts'
import { readTheme, type TemplateSource, type Theme } from './read-theme.ts'
import { readTemplateSource } from './template-calls.ts'
import { compileMessage } from './words.ts'

export interface ThemeReport {
  /** Any of these keeps a theme from being activated. */
  errors: string[]
  /** What is worth knowing: sentences without a translation. */
  warnings: string[]
}

const required = ['layout', 'home', 'feed', 'profile', 'group', 'groups', 'entry', 'notifications', 'problem', 'entry-fragment']

/**
 * Checks a theme's folder before it is activated. `folders` are those of `loadThemes`, where its parents are found. Every
 * problem is a line that names the file.
 */
export async function checkTheme(folder: string, folders: string[]): Promise<ThemeReport> {
  let theme: Theme
  try {
    theme = readTheme(folder)
  } catch (error) {
    return { errors: (error as Error).message.split('\n'), warnings: [] }
  }
  const errors = [...checkSources(theme), ...checkLocales(theme)]
  // Templates that break the rules are not run.
  if (errors.length === 0) errors.push(...(await checkRendering(theme, folders)))
  return { errors, warnings: missingWords(theme) }
}

/** Every template alone: it parses, calls only helpers there are, and prints raw only what is safe. */
function checkSources(theme: Theme): string[] {
  const helpers = new Set([...Object.keys(makeHelpers(String)), 'if', 'unless', 'each', 'with', 'lookup'])
  return sourcesOf(theme).flatMap(source => {
    try {
      const calls = readTemplateSource(source)
      return [
        ...calls.raw
          .filter(name => !name.endsWith('Html'))
          .map(name => `${source.file}: {{{${name}}}} should be {{${name}}}; only names ending in Html are safe to print raw.`),
        ...calls.helpers.filter(name => !helpers.has(name)).map(name => `${source.file}: there is no helper "${name}".`),
      ]
    } catch (error) {
      return [`${source.file}: ${(error as Error).message}`]
    }
  })
}

function checkLocales(theme: Theme): string[] {
  return [...theme.locales].flatMap(([tag, words]) => {
    const file = `${theme.folder}/locales/${tag}.json`
    if (Intl.getCanonicalLocales(tag)[0] !== tag) return [`${file}: the name should be a language tag such as "de" or "pt-BR".`]
    return Object.entries(words).flatMap(([key, text]) => {
      try {
        compileMessage(text, tag)
        return []
      } catch (error) {
        return [`${file}: "${key}" is not a message: ${(error as Error).message}`]
      }
    })
  })
}

/** With its parents the theme has every page, and every page runs, for a member and for a visitor, in every language. */
async function checkRendering(theme: Theme, folders: string[]): Promise<string[]> {
  let themes: Themes
  try {
    themes = await loadThemes({ folders })
    themes.setActive(theme.manifest.name)
  } catch (error) {
    return [(error as Error).message]
  }
  const missing = required.filter(name => name !== 'layout' && !themes.has(name)).map(name => `${theme.folder}: ${name}.hbs is missing.`)
  const views = Object.entries(fixtureViews()).filter(([name]) => themes.has(name))
  const failed = views.flatMap(([name, view]) =>
    themes.locales().flatMap(({ tag, dir }) =>
      [false, true].flatMap(visitor => {
        try {
          themes.render(name, { ...fixturePage({ visitor, locale: tag, dir }), ...view }, { locale: tag })
          return []
        } catch (error) {
          return [`${theme.folder}: ${name} cannot be shown in ${tag}: ${(error as Error).message}`]
        }
      }),
    ),
  )
  return [...missing, ...missingPartials(theme, themes), ...new Set(failed)]
}

/** Partials that no theme has, also where the fixture views do not lead. */
function missingPartials(theme: Theme, themes: Themes): string[] {
  const known = new Set(themes.list().flatMap(other => [...readTheme(other.folder).partials.keys(), '@partial-block']))
  return sourcesOf(theme).flatMap(source =>
    readTemplateSource(source)
      .partials.filter(name => !known.has(name))
      .map(name => `${source.file}: there is no partial "${name}".`),
  )
}

/** Per language, the sentences of the theme's own templates that it does not translate. */
function missingWords(theme: Theme): string[] {
  const keys = new Set(sourcesOf(theme).flatMap(sentencesOf))
  const languages = [...theme.locales].filter(([tag]) => tag !== 'en')
  return languages.flatMap(([tag, words]) =>
    [...keys].filter(key => !(key in words)).map(key => `${theme.folder}/locales/${tag}.json: "${key}" has no translation.`),
  )
}

function sentencesOf(source: TemplateSource): string[] {
  try {
    return readTemplateSource(source).sentences
  } catch {
    // Not a template; the errors say so.
    return []
  }
}

function sourcesOf(theme: Theme): TemplateSource[] {
  return [...theme.pages.values(), ...theme.partials.values()]
}
