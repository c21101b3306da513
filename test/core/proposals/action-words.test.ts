import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import { settingsSchema } from '../../../core/config/settings.ts'
import { listCoreActions } from '../../../core/core-actions.ts'
import { pollInput } from '../../../core/proposals/poll.ts'
import { root } from '../../../core/testing/make-site.ts'

interface Described {
  title?: string
  description?: string
  properties?: Record<string, Described>
  anyOf?: Described[]
}

/** What a form shows of a schema: names, explanations and choices. */
function wordsOf({ title, description, properties = {}, anyOf = [] }: Described): string[] {
  const inside = [...Object.values(properties), ...anyOf].flatMap(wordsOf)
  return [...(title ? [title] : []), ...(title && description ? [description] : []), ...inside]
}

t.test('what members can propose is said in every language of the site', async t => {
  const actions = listCoreActions()
  const shown = actions.filter(({ authority }) => authority !== 'moderation')
  const settings = Object.values(settingsSchema.properties as Record<string, Described>).filter(({ title }) => title)
  const words = [
    ...actions.map(({ title }) => title),
    ...shown.flatMap(({ input }) => wordsOf(input)),
    ...[pollInput as Described, ...settings].flatMap(wordsOf),
  ]
  const folder = join(root, 'themes/default/locales')
  // English is the language of the keys.
  for (const file of readdirSync(folder).filter(name => name !== 'en.json')) {
    const known = JSON.parse(readFileSync(join(folder, file), 'utf8')) as Record<string, string>
    const missing = [...new Set(words)].filter(word => !(word in known))
    t.same(missing, [], file)
  }
})
