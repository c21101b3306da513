import { makeHelpers } from './helpers.ts'
import type { TemplateFolder, TemplateSource } from './read-theme.ts'
import { readTemplateSource, type TemplateCalls } from './template-calls.ts'

/** Something that keeps a theme from being used: in which file, and where in it. */
export interface Finding {
  file: string
  line?: number
  message: string
}

const helpers = new Set([...Object.keys(makeHelpers(String)), 'if', 'unless', 'each', 'with', 'lookup'])

/** The most of one template, in characters: what can be translated and run in a moment. */
const mostText = 64_000

/** HTML that the site's security policy refuses, or that leads a reader away. */
const forbidden: readonly [RegExp, string][] = [
  [
    /<script\b(?![^>]*\ssrc="\{\{asset )/i,
    'Scripts inside of templates do not run. A script is a file of the theme: <script src="{{asset "…"}}">.',
  ],
  [/\s(?:hx-on\S*|on[a-z]{3,})\s*=/i, 'Attributes such as onclick do not run; scripts are files of the theme.'],
  [/javascript:/i, 'Addresses that begin with javascript: do not run.'],
  [/<(?:base|object|embed|applet)\b/i, 'The elements base, object, embed and applet are not allowed.'],
  [/<meta\b[^>]*http-equiv/i, 'A meta element with http-equiv is not allowed.'],
  [/<style\b|\sstyle\s*=/i, 'Styles inside of templates are refused by browsers here; put them into a stylesheet.'],
]

/** Every template alone: it parses, calls only helpers there are, prints raw only what is safe, and brings no scripts. */
export function checkSources(folder: Pick<TemplateFolder, 'pages' | 'partials'>): Finding[] {
  return sourcesOf(folder).flatMap(source => {
    const { file, text } = source
    if (text.length > mostText) return [{ file, message: `It has ${text.length} characters; ${mostText} are allowed.` }]
    try {
      return [...checkCalls(file, readTemplateSource(source)), ...checkHtml(source)]
    } catch (error) {
      return [parseFinding(file, error as Error)]
    }
  })
}

export function sourcesOf({ pages, partials }: Pick<TemplateFolder, 'pages' | 'partials'>): TemplateSource[] {
  return [...pages.values(), ...partials.values()]
}

function checkCalls(file: string, { raw, helpers: called, unclear }: TemplateCalls): Finding[] {
  return [
    ...raw
      .filter(({ name }) => !name.endsWith('Html'))
      .map(({ name, line }) => ({
        file,
        line,
        message: `{{{${name}}}} should be {{${name}}}; only names ending in Html are safe to print raw.`,
      })),
    ...called.filter(({ name }) => !helpers.has(name)).map(({ name, line }) => ({ file, line, message: `there is no helper "${name}".` })),
    ...unclear.map(({ name, line }) => ({
      file,
      line,
      message: `{{${name}}} is not allowed: a partial is a file, and its name is written out.`,
    })),
  ]
}

function checkHtml({ file, text }: TemplateSource): Finding[] {
  // What the engine reads is not HTML; lines stay where they are.
  const plain = text.replaceAll(/\{\{!--[\s\S]*?--\}\}|\{\{(?!asset )[\s\S]*?\}\}/g, part => part.replaceAll(/[^\n]/g, ' '))
  return forbidden.flatMap(([pattern, message]) => {
    const at = plain.search(pattern)
    return at < 0 ? [] : [{ file, line: plain.slice(0, at).split('\n').length, message }]
  })
}

/** Handlebars says "Parse error on line 3:" and draws the place below. */
function parseFinding(file: string, { message }: Error): Finding {
  const line = /\bon line (\d+)|- (\d+):\d+$/.exec(message)?.slice(1).find(Boolean)
  return { file, ...(line && { line: Number(line) }), message: sayParseError(message.split('\n')[0]!) }
}

/** The line stands beside it already. */
function sayParseError(first: string): string {
  return first
    .replace(/^Parse error on line \d+:$/, 'Parse error. Is a block such as {{#if}} not closed, or a brace missing?')
    .replace(/:$/, '.')
}

/** Partials that no folder has, and such as call each other in a circle. `folders`: in the order they are asked. */
export function checkPartials(own: Pick<TemplateFolder, 'pages' | 'partials'>, folders: TemplateFolder[]): Finding[] {
  const known = new Map(folders.toReversed().flatMap(folder => [...folder.partials]))
  const missing = sourcesOf(own).flatMap(source =>
    readTemplateSource(source)
      .partials.filter(({ name }) => name !== '@partial-block' && !known.has(name))
      .map(({ name, line }) => ({ file: source.file, line, message: `there is no partial "${name}".` })),
  )
  return [...missing, ...circles(known, new Set([...own.partials.values()].map(({ file }) => file)))]
}

/** Such as go through one of these files: a partial that a plugin brings may call itself for what is inside of something, and has been tried. */
function circles(partials: Map<string, TemplateSource>, own: ReadonlySet<string>): Finding[] {
  const done = new Set<string>()
  const walk = (name: string, path: string[]): Finding[] => {
    const source = partials.get(name)
    if (!source || done.has(name)) return []
    if (path.includes(name)) {
      const circle = path.slice(path.indexOf(name))
      if (!circle.some(one => own.has(partials.get(one)!.file))) return []
      return [{ file: source.file, message: `partials call each other in a circle: ${[...circle, name].join(' → ')}.` }]
    }
    const found = namesOf(source).flatMap(next => walk(next, [...path, name]))
    done.add(name)
    return found
  }
  return [...partials.keys()].flatMap(name => walk(name, []))
}

function namesOf(source: TemplateSource): string[] {
  try {
    return [...new Set(readTemplateSource(source).partials.map(({ name }) => name))]
  } catch {
    // Not a template; that has been said.
    return []
  }
}
