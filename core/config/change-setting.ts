import { type Static, type TSchema, Type } from 'typebox'
import { type Actor, isMember } from '../actor.ts'
import { forbidden, invalid } from '../errors.ts'
import { readInput } from '../http/schema.ts'
import type { Site } from '../site.ts'
import { type SettingName, type Settings, settingsSchema } from './settings.ts'
import { writeSetting } from './settings-store.ts'

export const changeSettingInput = Type.Object({ name: Type.String({ maxLength: 80 }), value: Type.String({ maxLength: 10_000 }) })
export type ChangeSettingInput = Static<typeof changeSettingInput>

/** Changes one setting of the site. Empty goes back to the default. */
export async function changeSetting(site: Site, actor: Actor, { name, value }: ChangeSettingInput): Promise<void> {
  const admin = isMember(actor) && actor.kind === 'member' && actor.member.role === 'admin'
  if (!admin && actor.kind !== 'system') throw forbidden('Only admins can change how the site is set.')
  if (!isChangeable(name)) throw invalid({ name: `There is no setting "${name}".` })
  if (name === 'theme' && value && !site.themes.list().some(theme => theme.name === value)) {
    throw invalid({ value: 'There is no such theme.' })
  }
  const schema: TSchema = Type.Object({ value: settingsSchema.properties[name] })
  const checked = readInput(schema, { value }) as { value: Settings[typeof name] }
  await site.db.transaction(trx => writeSetting(trx, name, checked.value, actor.id, site.now()))
  await site.refresh()
}

/** When the site was set up is a fact, not a choice. */
function isChangeable(name: string): name is Exclude<SettingName, 'setUpAt'> {
  return Object.hasOwn(settingsSchema.properties, name) && name !== 'setUpAt'
}
