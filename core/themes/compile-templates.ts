import Handlebars, { type HelperDelegate } from 'handlebars'
import { keepTranslation, maybeKept } from './kept-translations.ts'
import type { TemplateFolder, TemplateSource } from './read-theme.ts'
import { guardedEach, guardedHelper, guardedPartial } from './render-budget.ts'

/** Pages by name, ready to run. */
export type Compiled = Map<string, Handlebars.TemplateDelegate>

/**
 * Compiles the templates of several folders; of two with the same name the earlier folder's wins. Everything is compiled
 * here and now, so that a mistake shows when the site starts and not when a page is asked for. `guarded` counts what a rendering
 * costs, for templates that are not the program's own.
 */
export function compileTemplates(
  folders: TemplateFolder[],
  helpers: Record<string, HelperDelegate>,
  { guarded = false }: { guarded?: boolean } = {},
): Compiled {
  const handlebars = makeHandlebars(helpers, guarded)
  const names = Object.keys(helpers)
  const compile = (source: TemplateSource) => handlebars.template(specificationOf(source, names, !guarded))
  for (const [name, source] of firstOfEach(folders.map(folder => folder.partials))) {
    const partial = compile(source)
    handlebars.registerPartial(name, guarded ? guardedPartial(partial) : partial)
  }
  return new Map([...firstOfEach(folders.map(folder => folder.pages))].map(([name, source]) => [name, compile(source)]))
}

function makeHandlebars(helpers: Record<string, HelperDelegate>, guarded: boolean): typeof Handlebars {
  const handlebars = Handlebars.create()
  handlebars.unregisterHelper('log')
  for (const [name, helper] of Object.entries(helpers)) handlebars.registerHelper(name, guarded ? guardedHelper(helper) : helper)
  if (guarded) handlebars.registerHelper('each', guardedEach(handlebars.helpers.each!))
  return handlebars
}

/** Templates that were translated before, newest last: a look that changes one template pays for one. */
const translated = new Map<string, TemplateSpecification>()
const mostTranslated = 600

/** Handlebars' own translation of a template, which does not depend on the theme it belongs to. `keep` for later starts. */
function specificationOf(source: TemplateSource, helpers: string[], keep: boolean): TemplateSpecification {
  // Anything but text could be a ready syntax tree, and a forged one runs code.
  if (typeof source.text !== 'string') throw new Error(`${source.file}: should be text.`)
  const key = `${Handlebars.VERSION}\n${helpers.join()}\n${source.text}`
  const known = translated.get(key)
  if (known) return known
  try {
    const kept = maybeKept(key)
    const text = kept ?? translate(source.text, helpers)
    // What `Handlebars.compile` does at the first call. The text is Handlebars' own, made of a template's syntax tree.
    const specification = new Function(`return ${text}`)() as TemplateSpecification
    translated.set(key, specification)
    if (translated.size > mostTranslated) translated.delete(translated.keys().next().value!)
    if (keep && kept === undefined) keepTranslation(key, text)
    return specification
  } catch (error) {
    throw new Error(`${source.file}: ${(error as Error).message}`)
  }
}

function translate(text: string, helpers: string[]): string {
  return Handlebars.precompile(text, {
    knownHelpers: { ...Object.fromEntries(helpers.map(name => [name, true])), log: false } as unknown as KnownHelpers,
    knownHelpersOnly: true,
    preventIndent: true,
  }) as unknown as string
}

type KnownHelpers = NonNullable<Parameters<typeof Handlebars.precompile>[1]>['knownHelpers']

function firstOfEach<Value>(maps: Map<string, Value>[]): Map<string, Value> {
  return new Map(maps.toReversed().flatMap(map => [...map]))
}
