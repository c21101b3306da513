import { invalid } from '../errors.ts'
import { countGraphemes } from './entry-text.ts'

/** Of an entry and of a comment, counted in graphemes, as people count characters. */
export const longestBody = 10_000

/** For schemas, which count code points: an emoji is made of up to a dozen, a letter of some scripts of several. */
export const mostCodePoints = longestBody * 5

/** What a member typed as it is kept: line ends of one kind, nothing that a database cannot hold. Throws `invalid` when it is too long. */
export function tidyBody(text: string): string {
  const tidy = text.toWellFormed().replaceAll('\0', '').replace(/\r\n?/g, '\n').trim()
  const length = countGraphemes(tidy)
  if (length <= longestBody) return tidy
  throw invalid({ body: `Please use at most ${longestBody} characters. This has ${length}.` })
}
