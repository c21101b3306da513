import { foldText } from '../rules/fold-text.ts'
import { hostOf, type Said } from '../rules/said.ts'

const most = 250
const mostText = 8000

// Of no language: it finds words also where no space stands between them.
const segmenter = new Intl.Segmenter(undefined, { granularity: 'word' })

/** The signs by which the filter tells spam from what is welcome: words, where links lead, and how new the member is. */
export function tokensOf({ text, links, pictures }: Said, daysHere: number | undefined): string[] {
  const tokens = new Set<string>([
    ...(daysHere === undefined ? [] : [`member:${ageOf(daysHere)}`]),
    `links:${links.length > 3 ? 'many' : links.length}`,
    `pictures:${pictures > 1 ? 'several' : pictures}`,
  ])
  for (const link of links.slice(0, 30)) tokens.add(`to:${hostOf(link)}`.slice(0, 64))
  for (const { segment, isWordLike } of segmenter.segment(foldText(text.slice(0, mostText)))) {
    if (tokens.size >= most) break
    if (isWordLike && segment.length <= 40) tokens.add(segment)
  }
  return [...tokens]
}

function ageOf(days: number): string {
  if (days < 1) return 'first day'
  if (days < 7) return 'first week'
  return days < 90 ? 'first months' : 'long here'
}
