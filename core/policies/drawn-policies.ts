import { markdownHtml } from '../panel/markdown.ts'
import type { Site } from '../site.ts'
import { policyAt, policyKinds, policyTitles } from './policy.ts'

/** What a browser does not show: comments, and what stands in a template or a script. */
const unseen = /<!--[\s\S]*?-->|<(template|script|noscript)\b[\s\S]*?<\/\1>/gi

/** Pages of policies that, as the active theme draws them, do not show what was decided. Each a sentence; empty when all do. */
export async function wrongPages({ themes, lock, now }: Pick<Site, 'themes' | 'lock' | 'now'>): Promise<string[]> {
  // What a page needs besides is made up for the check of themes.
  const { fixturePage } = await import('../themes/fixture-views.ts')
  return policyKinds.flatMap(kind => {
    const { current } = policyAt(lock, kind, now())
    if (!current) return []
    const { version, effectiveAt, valueHash: hash, value } = current
    const bodyHtml = markdownHtml(value.text)
    const dated = { version, effectiveAt, hash }
    const view = { ...fixturePage(), title: policyTitles[kind], kind, bodyHtml, ...dated, isCurrent: true, diff: [], versions: [] }
    const page = drawn(() => themes.render('policy', view, { locale: 'en' }))
    const shows = page.replaceAll(unseen, '').includes(bodyHtml)
    return shows ? [] : [`The page of the policy “${kind}” does not show what was decided: the theme draws something else.`]
  })
}

/** A page that cannot be drawn shows nothing. */
function drawn(draw: () => string): string {
  try {
    return draw()
  } catch {
    return ''
  }
}
