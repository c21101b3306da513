import { IntlMessageFormat } from 'intl-messageformat'
import { sourcesOf } from './check-sources.ts'
import type { TemplateFolder } from './read-theme.ts'
import { readTemplateSource } from './template-calls.ts'
import { compileMessage } from './words.ts'

export type Sentences = Readonly<Record<string, string>>

/** Something wrong with a translation, and the key it stands under. */
export interface SentenceProblem {
  key: string
  message: string
}

/** Every sentence that the folders know, as it is said in a language; in English where it has no translation. */
export function sentencesOf(folders: readonly TemplateFolder[], tag: string): Sentences {
  const translated = folders.flatMap(folder => [...folder.locales.values()].flatMap(words => Object.keys(words)))
  const written = folders.flatMap(folder => sourcesOf(folder).flatMap(source => readTemplateSource(source).sentences))
  const said = (of: string): Sentences => Object.assign({}, ...folders.toReversed().map(folder => folder.locales.get(of) ?? {}))
  const [own, english] = [said(tag), said('en')]
  return Object.fromEntries([...new Set([...translated, ...written])].map(key => [key, own[key] ?? english[key] ?? key]))
}

/**
 * Of a file of translations what differs from `before`: sentences that are known, are messages, and name what they named before. All
 * else is a problem.
 */
export function changedSentences(
  words: Readonly<Record<string, unknown>>,
  before: Sentences,
  tag: string,
): { changed: Record<string, string>; problems: SentenceProblem[] } {
  const changed: Record<string, string> = {}
  const problems: SentenceProblem[] = []
  for (const [key, text] of Object.entries(words)) {
    if (text === before[key]) continue
    const message = typeof text === 'string' ? problemOf(text, before[key], tag) : 'should be text.'
    if (message) problems.push({ key, message })
    else changed[key] = text as string
  }
  return { changed, problems }
}

function problemOf(text: string, before: string | undefined, tag: string): string | undefined {
  if (before === undefined) return 'is no sentence of this site: keys stay as they are, and only what stands behind them changes.'
  if (text.trim() === '') return 'should not be empty.'
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what is looked for.
  if (/[\u0000-\u001f\u007f]/.test(text)) return 'should be one line.'
  try {
    compileMessage(text, tag)
  } catch (error) {
    return `is not a message: ${(error as Error).message}.`
  }
  const [wanted, given] = [placeholdersOf(before, tag), placeholdersOf(text, tag)]
  const lost = [...wanted].filter(name => !given.has(name))
  if (lost.length > 0) return `should keep ${asList(lost)}, which is filled in.`
  const strange = [...given].filter(name => !wanted.has(name))
  return strange.length > 0 ? `names ${asList(strange)}, which nothing fills in.` : undefined
}

function asList(names: readonly string[]): string {
  return names.map(name => `{${name}}`).join(', ')
}

/** Names that are filled into a message. */
export function placeholdersOf(text: string, tag: string): Set<string> {
  if (!text.includes('{')) return new Set()
  try {
    return new Set(namesIn(new IntlMessageFormat(text, tag, undefined, { ignoreTag: true }).getAst()))
  } catch {
    return new Set()
  }
}

type Node = ReturnType<IntlMessageFormat['getAst']>[number]

function namesIn(nodes: readonly Node[]): string[] {
  return nodes.flatMap(node => {
    // Text, and the number sign inside of a plural.
    if (node.type === 0 || node.type === 7) return []
    const inside = 'options' in node ? Object.values(node.options).flatMap(({ value }) => namesIn(value)) : []
    return [node.value, ...inside]
  })
}
