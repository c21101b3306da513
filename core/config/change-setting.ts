import type { Knex } from 'knex'
import type { TSchema } from 'typebox'
import { defineAction } from '../actions/define-action.ts'
import type { Actor } from '../actor.ts'
import { invalid } from '../errors.ts'
import { readInput } from '../http/schema.ts'
import { Type } from '../http/type.ts'
import type { Site } from '../site.ts'
import { checkNotFixed } from './fixed-settings.ts'
import { type Changeable, isChangeable, type Settings, settingsSchema } from './settings.ts'
import { loadSettings, writeSetting } from './settings-store.ts'

/** Changes one setting of the site. Empty, or nothing, goes back to the default. */
export const changeSetting = defineAction({
  name: 'settings.change',
  title: 'Change a setting',
  authority: 'operations',
  permission: 'settings',
  input: Type.Object({ key: Type.String({ maxLength: 80 }), value: Type.Optional(Type.Unknown()) }),
  facets: ({ input }) => [input.key],
  async look({ trx, input: { key } }) {
    return isChangeable(key) ? { [`settings.${key}`]: (await loadSettings(trx))[key] } : {}
  },
  async run({ site, trx, actor, input: { key, value } }) {
    if (!isChangeable(key)) throw invalid({ key: `There is no setting "${key}".` })
    await setSetting(site, trx, actor, key, value)
  },
  say: ({ key }, changes) => `The setting ${key} is ${JSON.stringify(changes[0]?.after ?? '')} now.`,
  inEmergency: () => true,
  undo: ({ key }, changes) => ({ name: 'settings.change', input: { key, value: changes[0]?.before } }),
  after: site => site.refresh(),
})

const schemas = new Map<string, TSchema>(
  Object.entries(settingsSchema.properties).map(([name, property]) => [name, Type.Object({ value: property })]),
)

/** Writes a setting after it was checked; empty, or null, is its default. For actions only. Throws invalid, about `value`; conflict when it is fixed. */
export async function setSetting(site: Site, trx: Knex.Transaction, actor: Actor, key: Changeable, value: unknown): Promise<void> {
  checkNotFixed(site.config, key)
  const checked = readInput(schemas.get(key)!, { value: value ?? '' }) as { value: Settings[typeof key] }
  await writeSetting(trx, key, checked.value, actor.id, site.now())
}
