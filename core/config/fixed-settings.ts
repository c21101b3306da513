import { conflict } from '../errors.ts'
import { Type } from '../http/type.ts'
import type { OptionSchema } from './config-problems.ts'
import type { Config } from './config-schema.ts'
import { nameOrigin } from './name-origin.ts'
import { isChangeable, type SettingName, type Settings, settingsSchema } from './settings.ts'

interface SettingSchema extends OptionSchema {
  title?: string
  default?: unknown
  anyOf?: { const: string; title?: string }[]
}

/** Settings as options of the configuration: without defaults, so that only those are there that somebody fixed. */
export const fixedSettingsSchema = Type.Unsafe<Partial<Settings>>({
  type: 'object',
  properties: Object.fromEntries(
    Object.entries(settingsSchema.properties)
      .filter(([name]) => isChangeable(name))
      .map(([name, property]) => [name, asOption(property as SettingSchema)]),
  ),
  additionalProperties: false,
  default: {},
})

function asOption({ default: _usual, ...schema }: SettingSchema): OptionSchema {
  const values = schema.anyOf?.map(option => option.const) ?? []
  const listed = values.length > 6 ? `${values.slice(0, 3).join(', ')} … ${values.at(-1)}` : values.join(', ')
  const sentences = [`${schema.title ?? ''}${listed && `: ${listed}`}.`, schema.description ?? '']
  return { ...schema, description: sentences.join(' ').trim() }
}

/** Where whoever runs the machine fixed a setting: the name of a variable or of a file; undefined when it can be changed here. */
export function fixedBy({ origins, root }: Pick<Config, 'origins' | 'root'>, name: string): string | undefined {
  const origin = origins[`/settings/${name}`]
  return origin === undefined ? undefined : nameOrigin(origin, root)
}

/** Throws conflict, with what to do, when a setting is fixed. */
export function checkNotFixed(config: Pick<Config, 'origins' | 'root'>, name: SettingName): void {
  const origin = fixedBy(config, name)
  if (origin === undefined) return
  const { title = name } = settingsSchema.properties[name] as SettingSchema
  throw conflict(
    `“${title}” is fixed by ${origin} and cannot be changed here. Whoever runs the machine changes it there, or takes it out there, and starts the site again.`,
  )
}
