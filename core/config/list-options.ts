import { relative } from 'node:path'
import { may } from '../actions/permissions.ts'
import type { Actor } from '../actor.ts'
import { forbidden } from '../errors.ts'
import type { Site } from '../site.ts'
import { type OptionSchema, withoutPasswords } from './config-problems.ts'
import { configSchema } from './config-schema.ts'
import { listOptions } from './load-config.ts'

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
  return listOptions(configSchema as OptionSchema).map(({ path, env, schema }) => {
    const value = path.reduce<unknown>((inner, part) => (inner as Record<string, unknown> | undefined)?.[part], config)
    const origin = config.origins[`/${path.join('/')}`]
    const own = origin !== undefined && !origin.endsWith('config/default.json')
    return {
      name: path.join('.'),
      env,
      description: schema.description ?? '',
      value: written(value),
      ...(own && { origin: /^[A-Z_0-9]+$/.test(origin) ? origin : relative(config.root, origin) }),
    }
  })
}

function written(value: unknown): string {
  return withoutPasswords(Array.isArray(value) ? value.join(', ') : String(value ?? ''))
}
