import { existsSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { Ajv } from 'ajv'
import { listProblems, type OptionSchema, wrong } from './config-problems.ts'
import { type Config, configSchema } from './config-schema.ts'

/** The configuration cannot be used. The message lists every problem, one a line, with what was expected. */
export class ConfigError extends Error {
  readonly problems: string[]
  constructor(problems: string[]) {
    super(
      `The configuration has ${problems.length === 1 ? 'a problem' : `${problems.length} problems`}:\n${problems.map(text => `  - ${text}`).join('\n')}`,
    )
    this.name = 'ConfigError'
    this.problems = problems
  }
}

interface Option {
  path: string[]
  env: string
  schema: OptionSchema
}

type Environment = Record<string, string | undefined>

/**
 * Reads `config/default.json`, then `config/site.json` (or the file named by `CONFIG_FILE`), then the environment.
 * Throws ConfigError with all problems at once.
 */
export function loadConfig(root: string, env: Environment): Config {
  const problems: string[] = []
  const values: Record<string, unknown> = {}
  const file = env.CONFIG_FILE ? resolve(env.CONFIG_FILE) : join(root, 'config/site.json')
  if (env.CONFIG_FILE && !existsSync(file)) problems.push(`CONFIG_FILE names ${file}, but there is no such file.`)

  const origins = new Map<string, string>()
  for (const source of [join(root, 'config/default.json'), file]) mergeFile(values, source, origins, problems)
  const options = listOptions(configSchema as OptionSchema)
  for (const option of options) mergeVariable(values, option, env, origins, problems)
  problems.push(...unknownSettings(options, env))

  const ajv = new Ajv({ allErrors: true, useDefaults: true, strict: false, validateSchema: false })
  const check = ajv.compile(configSchema)
  if (!check(values)) problems.push(...listProblems(check.errors ?? [], configSchema as OptionSchema, values, origins, root))
  if (problems.length > 0) throw new ConfigError(problems)

  const config = { ...(values as unknown as Config), root, file, origins: Object.fromEntries(origins) }
  if (config.smtp.url && !config.smtp.from) {
    throw new ConfigError(['SMTP_FROM should be the sender of the mails, such as Tributary <no-reply@example.org>, but is empty.'])
  }
  return deepFreeze({ ...config, dataDir: resolve(root, config.dataDir) })
}

/** A setting that seems to be fixed and is not would be noticed too late. */
function unknownSettings(options: readonly Option[], env: Environment): string[] {
  const known = new Set(options.map(option => option.env))
  return Object.keys(env)
    .filter(name => name.startsWith('SETTINGS_') && env[name] && !known.has(name))
    .map(name => `${name} is not a setting. config/example.json lists them all, under "settings".`)
}

/** Every option as a flat list: its path in the file, its name in the environment and its schema. */
export function listOptions(schema: OptionSchema, path: string[] = []): Option[] {
  if (!schema.properties) {
    const env = schema.env ?? path.map(part => part.replaceAll(/[A-Z]/g, letter => `_${letter}`).toUpperCase()).join('_')
    return [{ path, env, schema }]
  }
  return Object.entries(schema.properties).flatMap(([name, inner]) => listOptions(inner, [...path, name]))
}

/** What programs of the system that the site starts need to find their own parts; nothing that configures the site. */
export function systemVariables(): Record<string, string> {
  const { PATH = '', HOME = '' } = process.env
  return { PATH, HOME, LC_ALL: 'C' }
}

/** Options that are not as in `config/default.json`, by their names in the environment. */
export function unusualOptions(config: Config): string[] {
  const usual = loadConfig(config.root, { CONFIG_FILE: join(config.root, 'config/default.json') })
  const readAt = (values: Config, path: string[]) =>
    path.reduce<unknown>((value, part) => (value as Record<string, unknown>)?.[part], values)
  return listOptions(configSchema as OptionSchema)
    .filter(({ path }) => JSON.stringify(readAt(config, path)) !== JSON.stringify(readAt(usual, path)))
    .map(({ env }) => env)
}

function mergeFile(values: Record<string, unknown>, file: string, origins: Map<string, string>, problems: string[]): void {
  if (!existsSync(file)) return
  try {
    const read: unknown = JSON.parse(readFileSync(file, 'utf8'))
    if (isPlain(read)) mergeObject(values, read, file, origins, '')
    else problems.push(`${file} should hold a JSON object, but holds ${JSON.stringify(read).slice(0, 80)}.`)
  } catch (error) {
    problems.push(`${file} should hold JSON, but cannot be read: ${(error as Error).message}.`)
  }
}

function mergeObject(
  into: Record<string, unknown>,
  from: Record<string, unknown>,
  file: string,
  origins: Map<string, string>,
  path: string,
): void {
  for (const [name, value] of Object.entries(from)) {
    // JSON has no comments; the example explains every option by a key of this kind.
    if (name.startsWith('//')) continue
    const here = `${path}/${name}`
    const inner = into[name]
    if (isPlain(value) && (inner === undefined || isPlain(inner))) {
      into[name] ??= {}
      mergeObject(into[name] as Record<string, unknown>, value, file, origins, here)
    } else {
      into[name] = value
      origins.set(here, file)
    }
  }
}

function mergeVariable(
  values: Record<string, unknown>,
  option: Option,
  env: Environment,
  origins: Map<string, string>,
  problems: string[],
): void {
  const text = env[option.env]
  if (text === undefined || text === '') return
  let target = values
  for (const part of option.path.slice(0, -1)) {
    if (!isPlain(target[part])) target[part] = {}
    target = target[part] as Record<string, unknown>
  }
  const name = option.path.at(-1)!
  origins.set(`/${option.path.join('/')}`, option.env)
  if (option.schema.type === 'integer') {
    if (!/^-?\d+$/.test(text)) problems.push(wrong(option.env, option.schema, text))
    else target[name] = Number(text)
  } else if (option.schema.type === 'boolean') {
    target[name] = text === 'true' ? true : text === 'false' ? false : text
  } else if (option.schema.type === 'array') {
    target[name] = text
      .split(',')
      .map(part => part.trim())
      .filter(part => part !== '')
  } else {
    target[name] = text
  }
}

function isPlain(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function deepFreeze<T>(value: T): T {
  if (typeof value === 'object' && value !== null) for (const inner of Object.values(value)) deepFreeze(inner)
  return Object.freeze(value)
}
