import Handlebars, { type HelperDelegate } from 'handlebars'
import type { TemplateFolder, TemplateSource } from './read-theme.ts'

/** Pages by name, ready to run. */
export type Compiled = Map<string, Handlebars.TemplateDelegate>

/**
 * Compiles the templates of several folders; of two with the same name the earlier folder's wins. Everything is compiled
 * here and now, so that a mistake shows when the site starts and not when a page is asked for.
 */
export function compileTemplates(folders: TemplateFolder[], helpers: Record<string, HelperDelegate>): Compiled {
  const handlebars = makeHandlebars(helpers)
  const compile = (source: TemplateSource) => compileSource(handlebars, source, Object.keys(helpers))
  for (const [name, source] of firstOfEach(folders.map(folder => folder.partials))) handlebars.registerPartial(name, compile(source))
  return new Map([...firstOfEach(folders.map(folder => folder.pages))].map(([name, source]) => [name, compile(source)]))
}

function makeHandlebars(helpers: Record<string, HelperDelegate>): typeof Handlebars {
  const handlebars = Handlebars.create()
  handlebars.unregisterHelper('log')
  for (const [name, helper] of Object.entries(helpers)) handlebars.registerHelper(name, helper)
  return handlebars
}

function compileSource(handlebars: typeof Handlebars, source: TemplateSource, helpers: string[]): Handlebars.TemplateDelegate {
  // Anything but text could be a ready syntax tree, and a forged one runs code.
  if (typeof source.text !== 'string') throw new Error(`${source.file}: should be text.`)
  const template = handlebars.compile(source.text, {
    knownHelpers: { ...Object.fromEntries(helpers.map(name => [name, true])), log: false } as unknown as KnownHelpers,
    knownHelpersOnly: true,
    preventIndent: true,
  })
  try {
    // Handlebars compiles at the first call; this is what that call would do.
    ;(template as unknown as { _setup(options: object): void })._setup({})
  } catch (error) {
    throw new Error(`${source.file}: ${(error as Error).message}`)
  }
  return template
}

type KnownHelpers = NonNullable<Parameters<typeof Handlebars.compile>[1]>['knownHelpers']

function firstOfEach<Value>(maps: Map<string, Value>[]): Map<string, Value> {
  return new Map(maps.toReversed().flatMap(map => [...map]))
}
