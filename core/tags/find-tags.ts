import { type FoundTag, tagOf, tagOfCategory, tagPattern } from './tag-name.ts'
import { replaceText } from './text-in-html.ts'

/** Tags of one entry: nobody looks for more. */
const mostTags = 30
const mostCategories = 100

/** The tags of an entry in their order, each once: those in its text first, then what it was filed under where it came from. */
export function findTags(bodyHtml: string, categories: readonly string[] = []): FoundTag[] {
  const found = new Map<string, FoundTag>()
  const add = (tag: Omit<FoundTag, 'foundIn'> | undefined, foundIn: FoundTag['foundIn']): void => {
    if (tag && !found.has(tag.name) && found.size < mostTags) found.set(tag.name, { ...tag, foundIn })
  }
  for (const label of labelsIn(bodyHtml)) add(tagOf(label), 'text')
  for (const category of categories.slice(0, mostCategories)) add(tagOfCategory(category), 'source')
  return [...found.values()]
}

/** Words behind a `#` in sanitised HTML, outside of links and code. */
function labelsIn(html: string): string[] {
  if (!/[#＃]/.test(html)) return []
  const labels: string[] = []
  replaceText(html, text => {
    for (const { groups } of text.matchAll(new RegExp(tagPattern, 'giu'))) labels.push(groups!.tag!)
    return undefined
  })
  return labels
}
