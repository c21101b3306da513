import { Ajv } from 'ajv'
import { permissions as corePermissions } from '../actions/permissions.ts'
import { formProblems } from '../forms/form-schema.ts'
import { addressOf } from './contributes.ts'
import { costlyParts } from './costly-schema.ts'
import type { Manifest } from './manifest.ts'
import { addressProblem } from './plugin-addresses.ts'

/** What a JSON Schema of the manifest cannot say: how its parts fit together. A line for each problem. */
export function checkContributes(manifest: Manifest): string[] {
  return [
    ...checkNames(manifest),
    ...checkPermissions(manifest),
    ...checkRuntime(manifest),
    ...checkAddresses(manifest),
    ...checkImporters(manifest),
    ...checkSchemas(manifest),
    ...checkIndexes(manifest),
    ...checkTables(manifest),
  ]
}

/** Each thing is declared once, and what others see begins with the plugin's name. */
function checkNames({ name, contributes }: Manifest): string[] {
  const {
    routes,
    pages,
    slots,
    inserts,
    adminPages,
    cards,
    jobs,
    timers,
    commands,
    importers,
    actions,
    permissions,
    notifications,
    consents,
  } = contributes
  const lists: Record<string, string[]> = {
    routes: routes.map(({ id }) => id),
    pages: pages.map(({ id }) => id),
    slots: slots.map(({ id }) => id),
    inserts: inserts.map(({ type }) => type),
    adminPages: adminPages.map(({ id }) => id),
    cards: cards.map(({ id }) => id),
    jobs: jobs.map(job => job.name),
    timers: timers.map(timer => timer.name),
    commands: commands.map(command => command.name),
    importers: importers.map(({ id }) => id),
    actions: actions.map(action => action.name),
    permissions: permissions.map(({ id }) => id),
    notifications: notifications.map(({ kind }) => kind),
    consents: consents.map(({ id }) => id),
    'routes and pages': [
      ...routes.map(route => `${route.method} ${addressOf(name, route)}`),
      ...pages.map(page => `GET ${addressOf(name, page)}`),
    ],
  }
  const twice = Object.entries(lists).flatMap(([kind, ids]) =>
    ids.filter((id, index) => ids.indexOf(id) < index).map(id => `"contributes" has "${id}" twice among its ${kind}.`),
  )
  const foreign = [...actions.map(action => action.name), ...permissions.map(({ id }) => id)].filter(id => !id.startsWith(`${name}.`))
  const templates = [...pages, ...slots, ...inserts].flatMap(one => ('fallback' in one ? [one.template, one.fallback] : [one.template]))
  const strangers = templates.filter(template => template !== name && !template.startsWith(`${name}-`))
  return [
    ...twice,
    ...foreign.map(id => `"${id}" should begin with the plugin's name: "${name}.…".`),
    ...strangers.map(template => `the template "${template}" should be called "${name}" or begin with "${name}-".`),
  ]
}

const audiences = ['everyone', 'members']

function checkPermissions({ contributes }: Manifest): string[] {
  const { routes, pages, adminPages, actions, permissions } = contributes
  const own = new Set(permissions.map(({ id }) => id))
  const asked = [...routes, ...pages]
    .map(one => one.for)
    .filter(name => !audiences.includes(name) && !(corePermissions as readonly string[]).includes(name))
  const needed = [...adminPages, ...actions].map(one => one.permission).filter(name => name.includes('.'))
  return [...asked, ...needed].filter(name => !own.has(name)).map(name => `"${name}" is not among the "permissions" that it declares.`)
}

function checkRuntime({ runtime, contributes, capabilities }: Manifest): string[] {
  if (runtime === 'trusted') return []
  const hasScripts = contributes.scripts.length > 0 || contributes.adminPages.some(({ scripts }) => scripts.length > 0)
  const problems = hasScripts ? ['"contributes.scripts" is for trusted plugins alone.'] : []
  if (capabilities.some(({ id }) => id === 'database:own'))
    problems.push('the capability "database:own" is for trusted plugins alone. Declare "collections" instead.')
  if (runtime === 'sandbox') return problems
  const { routes, adminPages, cards, jobs, timers, commands, importers, actions, consents } = contributes
  const coded = Object.entries({ routes, adminPages, cards, jobs, timers, commands, importers, actions, consents }).filter(
    ([, list]) => list.length > 0,
  )
  if (capabilities.length > 0) problems.push('"capabilities" are for plugins with code; this one is declarative.')
  return [...problems, ...coded.map(([kind]) => `"contributes.${kind}" needs code; this plugin is declarative.`)]
}

/** Addresses outside of `/plugins/` are for plugins that whoever runs the machine put there. */
function checkAddresses({ runtime, contributes, capabilities }: Manifest): string[] {
  const addresses = [...contributes.routes, ...contributes.pages].flatMap(({ at }) => at ?? [])
  const forTrusted = capabilities.filter(({ id }) => id === 'proposals:run').map(({ id }) => `The capability "${id}"`)
  if (runtime === 'trusted') return addresses.flatMap(at => addressProblem(at) ?? [])
  return [...addresses.map(at => `The address "${at}"`), ...forTrusted].map(what => `${what} is for trusted plugins alone.`)
}

const isForm = /^(settings|memberSettings|the form of )/

const ajv = new Ajv({ strict: false, validateFormats: false })
/** An importer is found by its declaration and works by its capability. */
function checkImporters({ contributes, capabilities }: Manifest): string[] {
  const isGranted = capabilities.some(({ id }) => id === 'archives:read')
  return contributes.importers.length > 0 && !isGranted ? ['"contributes.importers" needs the capability "archives:read".'] : []
}

/** Every JSON Schema in it can be used, and drawn where it is a form. */
function checkSchemas({ runtime, settings, memberSettings, collections, contributes }: Manifest): string[] {
  const { routes, pages, inserts, commands, actions } = contributes
  const schemas: [string, object | undefined][] = [
    ['settings', settings],
    ['memberSettings', memberSettings],
    ...Object.entries(collections).map(([name, { schema }]): [string, object] => [`collections.${name}.schema`, schema]),
    ...[...routes, ...pages].map(({ id, input }): [string, object | undefined] => [`the input of "${id}"`, input]),
    ...inserts.map(({ type, form }): [string, object] => [`the form of "${type}"`, form]),
    ...[...commands, ...actions].map(({ name, input }): [string, object | undefined] => [`the input of "${name}"`, input]),
  ]
  return schemas.flatMap(([where, schema]) => {
    if (!schema) return []
    if ((schema as { type?: unknown }).type !== 'object') return [`${where} should be a JSON Schema of an object: "type": "object".`]
    const costly = runtime === 'trusted' ? [] : costlyParts(schema)
    if (costly.length > 0) return costly.map(problem => `${where}: ${problem}`)
    try {
      ajv.compile(schema)
      return isForm.test(where) ? formProblems(schema).map(problem => `${where}: ${problem}`) : []
    } catch (error) {
      return [`${where} should be a JSON Schema, but cannot be used: ${(error as Error).message}.`]
    } finally {
      // Two schemas may call themselves the same.
      ajv.removeSchema(schema)
    }
  })
}

function checkIndexes({ collections }: Manifest): string[] {
  return Object.entries(collections).flatMap(([name, { schema, indexes, unique, personal }]) => {
    const known = Object.keys((schema as { properties?: object }).properties ?? {})
    const used = [...indexes.flat(), ...unique.flat(), ...(personal ? [personal.by] : [])]
    return [...new Set(used)].filter(field => !known.includes(field)).map(field => `collections.${name} has no field "${field}".`)
  })
}

function checkTables({ name, tables, capabilities }: Manifest): string[] {
  const own = name.replaceAll('-', '_')
  const isGranted = capabilities.some(({ id }) => id === 'database:own')
  const foreign = Object.keys(tables).filter(table => table !== own && !table.startsWith(`${own}_`))
  return [
    ...(Object.keys(tables).length > 0 && !isGranted ? ['"tables" needs the capability "database:own".'] : []),
    ...foreign.map(table => `the table "${table}" is not its own: the names of its tables begin with "${own}_".`),
  ]
}
