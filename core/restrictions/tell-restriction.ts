import { longDate } from '../members/long-date.ts'
import type { Site } from '../site.ts'
import type { Restriction, RestrictionKind } from './restriction.ts'

const sentences: Record<RestrictionKind, { until: string; open: string }> = {
  warning: { until: 'You were warned. This counts until {until}.', open: 'You were warned.' },
  silence: {
    until: 'Until {until} you can read here, but not publish, comment, like or follow.',
    open: 'You can read here, but not publish, comment, like or follow.',
  },
  suspension: { until: 'Your account is suspended until {until}.', open: 'Your account is suspended.' },
  removal: { until: 'Your account is removed on {until}.', open: 'Your account is removed.' },
}

/** What was decided, why, by which rule and where to object, in sentences in a language that the site speaks. */
export function tellRestriction(site: Site, { kind, until, reason, rule }: Restriction, locale: string | null): string {
  const language = locale ?? 'en'
  const say = (text: string, values: Record<string, string> = {}): string => site.themes.translate(text, values, language)
  const what = until ? say(sentences[kind].until, { until: longDate(until, language) }) : say(sentences[kind].open)
  const why = rule ? say('Why: {reason} (Rule: {rule})', { reason, rule }) : say('Why: {reason}', { reason })
  return [what, why, say('How to object: {url}', { url: `${site.url}/decisions` })].join(' ')
}
