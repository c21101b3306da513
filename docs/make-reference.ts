import { readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { apiVersion } from '../core/plugin-contract/api-version.ts'
import { type Capability, capabilities, explainCapability } from '../core/plugin-contract/capabilities.ts'
import { slotNames } from '../core/plugin-contract/contributes.ts'
import { filterSchemas } from '../core/plugin-contract/filters.ts'
import schema from '../core/plugin-contract/plugin.schema.json' with { type: 'json' }
import { defaultLimits } from '../core/sandbox/sandbox-limits.ts'

/**
 * Writes what authors of plugins look up, from the code that holds it: `npm run reference` renews `plugin-reference.md` and
 * `plugin.schema.json` in this folder.
 */
const docs = dirname(fileURLToPath(import.meta.url))
const core = join(docs, '..', 'core')

export const referenceFiles = { 'plugin-reference.md': makeReference, 'plugin.schema.json': copySchema }

/** The schema that plugin.json is checked with, for editors. */
export function copySchema(): string {
  return source('plugin-contract/plugin.schema.json')
}

export function makeReference(): string {
  return `${[
    '# Plugin reference',
    'Made from the code by `npm run reference`; the guide is [Writing a plugin](plugins.md).',
    `The plugin API has the version ${apiVersion}. Adding to it raises the second number, changing it the first.`,
    ...manifestPart(),
    ...contributionsPart(),
    ...hostPart(),
    ...capabilitiesPart(),
    ...eventsPart(),
    ...filtersPart(),
    ...slotsPart(),
    '## Handlers',
    'What is handed to the code of a plugin, and what it returns.',
    code(withoutImports('plugin-contract/plugin-handlers.ts')),
    '## Proposals',
    'What `host.proposals` hands over.',
    code(withoutImports('plugin-contract/proposals.ts').replace(/^[\s\S]*?\n}\n/, '')),
    '## Blocks of admin pages and cards',
    code(withoutImports('plugin-contract/blocks.ts')),
    ...limitsPart(),
  ].join('\n\n')}\n`
}

interface Described {
  description?: string
  expected?: string
  default?: unknown
  required?: string[]
  items?: Described
  properties?: Record<string, Described>
}

function manifestPart(): string[] {
  const required = new Set(schema.required)
  const rows = Object.entries(schema.properties as Record<string, Described>).map(([key, { description, expected, default: usual }]) => [
    `\`${key}\`${required.has(key) ? ' (needed)' : ''}`,
    [description, expected && `Should be ${expected}.`, usual !== undefined && `\`${JSON.stringify(usual)}\` when left out.`]
      .filter(Boolean)
      .join(' '),
  ])
  return [
    '## plugin.json',
    'Its JSON Schema is [`plugin.schema.json`](plugin.schema.json); with `"$schema"` an editor checks and completes it.',
    table(['Key', ''], rows),
  ]
}

function contributionsPart(): string[] {
  const kinds = Object.entries(schema.properties.contributes.properties as Record<string, Described>)
  return [
    '## Contributions',
    'Each is a list under `contributes`. Everything that needs code is bound to it by its id, in `activate`.',
    ...kinds.flatMap(([kind, { description, items }]) => {
      const needed = new Set(items?.required)
      const keys = Object.entries(items?.properties ?? {}).map(([key, { description, expected, default: usual }]) => [
        `\`${key}\`${needed.has(key) ? ' (needed)' : ''}`,
        [description, expected, usual !== undefined && `\`${JSON.stringify(usual)}\` when left out`].filter(Boolean).join('; '),
      ])
      return [`### ${kind}`, description ?? '', keys.length > 0 ? table(['Key', ''], keys) : `Each is ${items?.expected}.`]
    }),
  ]
}

function hostPart(): string[] {
  const text = source('plugin-contract/host.ts')
  const shown = (name: string, prefix: string) =>
    membersOf(text, name).map(
      ({ code: signature, says }) => `- \`${prefix}${signature.replace('readonly ', '')}\`${says ? `  \n  ${says}` : ''}`,
    )
  const needs = Object.entries(capabilities).flatMap(([id, { methods }]) => methods.map(method => [`\`host.${method}\``, `\`${id}\``]))
  return [
    '## Host',
    docOf(text, 'Host'),
    shown('Host', 'host.').join('\n'),
    '`host.entries`:',
    shown('PluginEntries', 'host.entries.').join('\n'),
    '`host.consents`:',
    shown('PluginConsents', 'host.consents.').join('\n'),
    '`host.proposals`:',
    membersOf(source('plugin-contract/proposals.ts'), 'PluginProposals')
      .map(({ code: signature, says }) => `- \`host.proposals.${signature}\`${says ? `  \n  ${says}` : ''}`)
      .join('\n'),
    'Each of `host.data`, by the name of the collection:',
    membersOf(source('plugin-contract/plugin-handlers.ts'), 'Collection')
      .map(({ code: signature, says }) => `- \`${signature}\`${says ? `  \n  ${says}` : ''}`)
      .join('\n'),
    'Some need a capability; without it they are not there:',
    table(['Method', 'Capability'], needs),
  ]
}

/** A capability as somebody might ask for it, so that the sentence is whole. */
const examples: Partial<Capability> = {
  types: ['jsonfeed'],
  events: ['entry.published'],
  filters: ['entry.publishing'],
  hosts: ['api.example.org'],
  scope: 'public',
}

function capabilitiesPart(): string[] {
  const rows = Object.entries(capabilities).map(([id, meaning]) => [
    `\`${id}\``,
    'scope' in meaning ? `\`${meaning.scope}\`` : '',
    explainCapability({ ...examples, id: id as Capability['id'], reason: '' }),
  ])
  return [
    '## Capabilities',
    'What a plugin may do beyond keeping its own data and showing what it declares. The sentence is what an admin reads before installing.',
    table(['Id', 'How far', 'In plain words, for an example'], rows),
  ]
}

function eventsPart(): string[] {
  const rows = membersOf(source('plugin-contract/events.ts'), 'Events').map(({ code: signature, says }) => {
    const [, name = '', payload = ''] = /^'([^']+)': (.*)$/.exec(signature) ?? []
    return [`\`${name}\``, `\`${payload}\``, says]
  })
  return [
    '## Events',
    '`host.on(name, (payload, event) => …)` with `events:listen`. They come after the commit, at least once.',
    table(['Event', 'Payload', ''], rows),
  ]
}

function filtersPart(): string[] {
  const members = membersOf(source('plugin-contract/filters.ts'), 'Filters')
  return [
    '## Filters',
    '`host.filter(name, value => value)` with `content:filter`. What is returned has to have the shape; otherwise it is left aside.',
    ...Object.entries(filterSchemas).flatMap(([name, shape]) => [
      `### ${name}`,
      members.find(one => one.code.startsWith(`'${name}'`))?.says ?? '',
      code(JSON.stringify(shape, null, 2), 'json'),
    ]),
  ]
}

function slotsPart(): string[] {
  const says = /\/\*\* ([^\n]*) \*\/\nexport const slotNames/.exec(source('plugin-contract/contributes.ts'))?.[1] ?? ''
  return ['## Slots', says, slotNames.map(name => `- \`${name}\``).join('\n')]
}

function limitsPart(): string[] {
  const { cpuMs, ...limits } = defaultLimits
  const says = new Map(membersOf(source('sandbox/sandbox-limits.ts'), 'SandboxLimits').map(one => [one.code.split(':')[0], one.says]))
  const rows = Object.entries(limits).map(([name, value]) => [`\`${name}\``, value.toLocaleString('en'), says.get(name) ?? ''])
  const each = Object.entries(cpuMs).map(([method, ms]) => `\`${method}\` ${ms}`)
  return ['## Limits of the sandbox', `Milliseconds of computing for one call: ${each.join(', ')}.`, table(['Limit', '', ''], rows)]
}

interface Member {
  /** In one line. */
  code: string
  says: string
}

/** The members of an interface with what stands above them, read from its text. */
function membersOf(text: string, name: string): Member[] {
  const start = text.search(new RegExp(`export interface ${name}\\b`))
  const body = text.slice(text.indexOf('{\n', start) + 2, text.indexOf('\n}', start))
  const members: Member[] = []
  let comment: string[] = []
  for (const line of body.split('\n')) {
    if (/^ {2}(\/\*\*| \*)/.test(line)) comment.push(line.replace(/^ *(\/\*\*|\*\/|\*)? ?|\*\/$/g, '').trim())
    else if (/^ {2}\S/.test(line) && !line.startsWith('  }')) {
      members.push({ code: line.trim(), says: sentence(comment) })
      comment = []
    } else if (line.trim()) members.at(-1)!.code += ` ${line.trim()}`
  }
  return members
}

function docOf(text: string, name: string): string {
  const before = text.slice(0, text.indexOf(`export interface ${name} `))
  const comment = before.slice(before.lastIndexOf('/**'))
  return sentence(comment.split('\n').map(line => line.replace(/^ *(\/\*\*|\*\/|\*)? ?|\*\/$/g, '').trim()))
}

function sentence(lines: string[]): string {
  return lines
    .join(' ')
    .replace(/@example (.*)$/, '`$1`')
    .replaceAll(/\s+/g, ' ')
    .trim()
}

function table(heads: string[], rows: (string | undefined)[][]): string {
  const line = (cells: (string | undefined)[]) => `| ${cells.map(cell => (cell ?? '').replaceAll('|', '\\|')).join(' | ')} |`
  return [line(heads), line(heads.map(() => '---')), ...rows.map(line)].join('\n')
}

function code(text: string, language = 'ts'): string {
  return `\`\`\`${language}\n${text.trim()}\n\`\`\``
}

function withoutImports(file: string): string {
  return source(file).replace(/^import [\s\S]*?from '[^']*'\n/gm, '')
}

function source(file: string): string {
  return readFileSync(join(core, file), 'utf8')
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  for (const [name, make] of Object.entries(referenceFiles)) writeFileSync(join(docs, name), make())
}
