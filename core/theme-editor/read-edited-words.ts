import { invalid } from '../errors.ts'
import { changedSentences, type Sentences } from '../themes/sentences.ts'

/**
 * Reads a file of translations as it was written in the browser. Only what differs is kept, so that sentences that are mended or added
 * later reach the site. Nothing when nothing differs. Throws invalid, about `text`.
 */
export function readEditedWords(path: string, text: string, original: string): string | undefined {
  const tag = path.slice('locales/'.length, -'.json'.length)
  const { changed, problems } = changedSentences(parse(path, text), JSON.parse(original) as Sentences, tag)
  if (problems.length > 0) {
    const lines = problems.slice(0, 10).map(({ key, message }) => `${path}: "${key}" ${message}${lineOf(text, key)}`)
    throw invalid({ text: lines.join('\n') })
  }
  return Object.keys(changed).length > 0 ? `${JSON.stringify(changed, null, 2)}\n` : undefined
}

function parse(path: string, text: string): Record<string, unknown> {
  let words: unknown
  try {
    words = JSON.parse(text)
  } catch (error) {
    const { message } = error as Error
    const line = /line (\d+)/.exec(message)?.[1]
    throw invalid({ text: `${path}: should be JSON, but ${message.replace(/ \(line.*$/, '')}.${line ? ` (line ${line})` : ''}` })
  }
  if (typeof words === 'object' && words !== null && !Array.isArray(words)) return words as Record<string, unknown>
  throw invalid({ text: `${path}: should be an object of sentences.` })
}

function lineOf(text: string, key: string): string {
  const at = text.indexOf(`${JSON.stringify(key)}:`)
  return at < 0 ? '' : ` (line ${text.slice(0, at).split('\n').length})`
}
