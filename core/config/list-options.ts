import { may } from '../actions/permissions.ts'
import type { Actor } from '../actor.ts'
import { forbidden } from '../errors.ts'
import type { Site } from '../site.ts'
import { type OptionSchema, withoutPasswords } from './config-problems.ts'
import { configSchema } from './config-schema.ts'
import { fixedBy } from './fixed-settings.ts'
import { listOptions } from './load-config.ts'
import { nameOrigin } from './name-origin.ts'

/** An option of the configuration as it is shown. */
export interface OptionView {
  /** `http.port`. */
  name: string
  /** Its name in the environment. */
  env: string
  description: string
  /** Without passwords. */
  value: string
  /** Where the value comes from: the name of a variable or of a file; undefined for the default. */
  origin?: string
}

/** Every option of the configuration, with where its value comes from. Read once at the start; only whoever runs the machine changes it. */
export function listConfig({ config }: Pick<Site, 'config'>, actor: Actor): OptionView[] {
  if (!may(actor, 'system')) throw forbidden('Only those who look after the system see its configuration.')
  const options = listOptions(configSchema as OptionSchema)
  // Settings are on a page of their own; here are those that were fixed.
  const shown = options.filter(({ path: [first, name] }) => first !== 'settings' || fixedBy(config, name ?? '') !== undefined)
  return shown.map(({ path, env, schema }) => {
    const value = path.reduce<unknown>((inner, part) => (inner as Record<string, unknown> | undefined)?.[part], config)
    const origin = config.origins[`/${path.join('/')}`]
    const own = origin !== undefined && !origin.endsWith('config/default.json')
    return {
      name: path.join('.'),
      env,
      description: schema.description ?? '',
      value: schema.secret && value ? '(kept secret)' : written(value),
      ...(own && { origin: nameOrigin(origin, config.root) }),
    }
  })
}

function written(value: unknown): string {
  return withoutPasswords(Array.isArray(value) ? value.join(', ') : String(value ?? ''))
}
