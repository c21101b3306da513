import type { Knex } from 'knex'
import type { Looked } from '../actions/action.ts'
import { defineAction } from '../actions/define-action.ts'
import type { Permission } from '../actions/permissions.ts'
import { bumpVersion } from '../config/settings-store.ts'
import { conflict, invalid } from '../errors.ts'
import { Type } from '../http/type.ts'
import type { Site } from '../site.ts'
import { listPermissions } from './list-permissions.ts'
import { loadRoles, lockRole } from './role.ts'
import { checkStandsFor } from './role-access.ts'

export const titleSchema = Type.String({ minLength: 1, maxLength: 60 })
export const permissionsSchema = Type.Array(Type.String({ maxLength: 100 }), { default: [], maxItems: 200 })

/** Changes what a role may do, or what it is called. Left out, a thing stays as it is. */
export const editRole = defineAction({
  name: 'role.change',
  title: 'Change a role',
  authority: 'operations',
  permission: 'roles',
  input: Type.Object({
    name: Type.String({ maxLength: 16 }),
    title: Type.Optional(titleSchema),
    permissions: Type.Optional(Type.Array(Type.String({ maxLength: 100 }), { maxItems: 200 })),
  }),
  look: ({ trx, input }) => lookAtRole(trx, input.name),
  async run({ site, trx, actor, input: { name, title, permissions } }) {
    const role = await lockRole(trx, name)
    if (name === 'admin' && permissions) throw conflict('Admins may do everything: that is what the role is for.')
    checkStandsFor(actor, role)
    const wanted = permissions ? writtenPermissions(site, permissions, role.permissions) : role.permissions
    checkStandsFor(actor, { ...role, permissions: wanted })
    const row = { title: title ?? role.title, ...(permissions && { permissions: JSON.stringify(wanted) }) }
    await trx('roles').where({ name }).update(row)
    await bumpVersion(trx, 'roles')
  },
  say: ({ name }, changes) =>
    `The role ${name} is changed: ${changes.map(change => change.path.split('.').at(-1)).join(', ') || 'nothing'}.`,
  undo: ({ name }, changes) => ({
    name: 'role.change',
    input: { name, ...Object.fromEntries(changes.map(change => [change.path.split('.').at(-1), change.before])) },
  }),
  after: site => site.refresh(),
})

export async function lookAtRole(trx: Knex.Transaction, name: string): Promise<Looked> {
  const role = (await loadRoles(trx)).get(name)
  return role ? { [`roles.${name}.title`]: role.title, [`roles.${name}.permissions`]: role.permissions } : {}
}

/** Permissions as they are kept: those there are, each once. What a plugin brought that is off may stay where it is. */
export function writtenPermissions(site: Site, wanted: readonly string[], kept: readonly string[]): Permission[] {
  const known = new Set<string>([...listPermissions(site).map(permission => permission.name), ...kept])
  const unknown = wanted.find(name => !known.has(name))
  if (unknown !== undefined) throw invalid({ permissions: `There is no permission "${unknown}".` })
  return [...known].filter(name => wanted.includes(name)) as Permission[]
}
