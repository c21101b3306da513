import { diffLines, diffWordsWithSpace } from 'diff'
import type { Change } from '../actions/action.ts'
import { settingsSchema } from '../config/settings.ts'
import type { PluginChange } from '../plugin-contract/proposals.ts'
import { type PolicyKind, policyTitles } from '../policies/policy.ts'

/** From this length on a text is shown as what is new and gone in it. */
const longText = 80
const around = 160

type Parts = NonNullable<PluginChange['parts']>

/** What changes, in words: texts as what is new and gone, lists and objects by their parts. */
export function describeChanges(changes: readonly Change[]): PluginChange[] {
  return changes.flatMap(({ path, before, after }) => describe(path, titleOf(path), before, after)).slice(0, 200)
}

function describe(path: string, title: string, before: unknown, after: unknown): PluginChange[] {
  if (isText(before) && isText(after) && Math.max(String(before ?? '').length, String(after ?? '').length) > longText)
    return [{ path, title, parts: wordsBetween(String(before ?? ''), String(after ?? '')) }]
  if (isObject(before) && isObject(after)) {
    const keys = [...new Set([...Object.keys(before), ...Object.keys(after)])]
    return keys
      .filter(key => JSON.stringify(before[key]) !== JSON.stringify(after[key]))
      .flatMap(key => describe(`${path}.${key}`, `${title}: ${key}`, before[key] ?? null, after[key] ?? null))
  }
  return [{ path, title, before: words(before), after: words(after) }]
}

function titleOf(path: string): string {
  const [noun = '', ...rest] = path.split('.')
  const name = rest.join('.')
  if (noun === 'policies') return policyTitles[name as PolicyKind] ?? path
  if (noun === 'charter') return 'Charter'
  const setting = noun === 'settings' ? (settingsSchema.properties as Record<string, { title?: string }>)[name] : undefined
  return setting?.title ?? (rest.length > 0 ? `${noun}: ${rest.join(' · ')}` : noun)
}

function isText(value: unknown): boolean {
  return typeof value === 'string' || value === null
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function words(value: unknown): string {
  if (value === null || value === undefined || value === '') return ''
  if (typeof value === 'boolean') return value ? 'on' : 'off'
  if (Array.isArray(value)) return value.map(words).join(', ')
  return typeof value === 'object' ? JSON.stringify(value) : String(value)
}

/**
 * What is new and gone in a text: by paragraphs, and by words in those of which most stays. Between two texts that have little in common
 * single words would make no sense. Long stretches that stay are left out.
 */
function wordsBetween(before: string, after: string): Parts {
  const lines = diffLines(before, after, { timeout: 1000 }) ?? whole(before, after)
  return lines.flatMap(({ value, added, removed }, index): Parts => {
    const [last, next] = [lines[index - 1], lines[index + 1]]
    if (added && last?.removed) return []
    if (removed) return next?.added ? replaced(value, next.value) : [{ text: value, removed }]
    if (added) return [{ text: value, added }]
    return shortened(value, index === 0, index === lines.length - 1)
  })
}

interface Difference {
  value: string
  added: boolean
  removed: boolean
}

function whole(before: string, after: string): Difference[] {
  return [
    { value: before, removed: true, added: false },
    { value: after, added: true, removed: false },
  ]
}

/** Paragraphs in the place of others. */
function replaced(before: string, after: string): Parts {
  const words: Difference[] = diffWordsWithSpace(before, after, { timeout: 500 }) ?? whole(before, after)
  const stays = words.filter(({ added, removed }) => !added && !removed).reduce((sum, { value }) => sum + value.length, 0)
  const shown = stays >= Math.max(before.length, after.length) / 2 ? words : whole(before, after)
  return shown.map(({ value, added, removed }) => ({ text: value, ...(added && { added }), ...(removed && { removed }) }))
}

function shortened(value: string, isFirst: boolean, isLast: boolean): Parts {
  if (value.length <= 2 * around + 80) return [{ text: value }]
  const [head, tail] = [isFirst ? '' : value.slice(0, around), isLast ? '' : value.slice(-around)]
  return [...(head ? [{ text: head }] : []), { text: '…', skipped: true }, ...(tail ? [{ text: tail }] : [])]
}
