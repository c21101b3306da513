import { Ajv } from 'ajv'
import type { Static } from 'typebox'
import { type Actor, isMember } from '../actor.ts'
import { invalid, notFound, unauthorized } from '../errors.ts'
import { checkValues } from '../forms/check-values.ts'
import { Type } from '../http/type.ts'
import type { CollectionDeclaration, ObjectSchema } from '../plugin-contract/contributes.ts'
import type { Manifest } from '../plugin-contract/manifest.ts'
import type { Site } from '../site.ts'
import { PluginCollection } from './plugin-collection.ts'

export const memberSettingsInput = Type.Object({
  plugin: Type.String({ maxLength: 40 }),
  values: Type.Record(Type.String(), Type.Unknown()),
})
export type MemberSettingsInput = Static<typeof memberSettingsInput>

/** Members' own settings are rows of a collection that no manifest can name, so that export and erasure know them. */
const declared: CollectionDeclaration = {
  schema: {
    type: 'object',
    required: ['memberId', 'values'],
    properties: { memberId: { type: 'string' }, values: { type: 'object' } },
  },
  indexes: [],
  unique: [['memberId']],
  personal: { by: 'memberId', export: true, erase: 'delete' },
}

type Manifested = Pick<Manifest, 'name' | 'memberSettings'>

/** What a member has set for a plugin, with the defaults of its manifest. What does not fit it any more is left out. */
export async function readMemberSettings(site: Site, { name, memberSettings }: Manifested, memberId: string): Promise<ObjectSchema> {
  if (!memberSettings) return {}
  const [row] = await collectionOf(site, name).list({ where: { memberId } })
  const values = { ...(row?.values as ObjectSchema | undefined) }
  const check = new Ajv({ useDefaults: true, removeAdditional: 'failing', allErrors: true, strict: false, validateSchema: false }).compile(
    memberSettings,
  )
  if (check(values)) return values
  const defaults = {}
  check(defaults)
  return defaults
}

/** Changes one's own settings of a plugin that is on. Throws invalid, by name. */
export async function changeMemberSettings(site: Site, actor: Actor, { plugin, values }: MemberSettingsInput): Promise<void> {
  if (!isMember(actor)) throw unauthorized()
  const manifest = site.registry.plugins.get(plugin)
  if (!manifest?.memberSettings) throw notFound('plugin')
  const given = Object.fromEntries(Object.entries(values).filter(([, value]) => value !== '' && value !== null))
  const checked = checkValues(manifest.memberSettings, given)
  if (Object.keys(checked.problems).length > 0) throw invalid(checked.problems)
  await collectionOf(site, plugin).put({ memberId: actor.id, values: checked.values })
}

function collectionOf(site: Site, plugin: string): PluginCollection {
  return new PluginCollection(site, plugin, 'member-settings', declared)
}
