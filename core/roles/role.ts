import type { Knex } from 'knex'
import { type Permission, permissions } from '../actions/permissions.ts'
import { notFound } from '../errors.ts'

/** What a member may do about the site as a whole. */
export interface Role {
  /** As `members.role` has it: at most 16 characters. */
  name: string
  title: string
  /** For the admin all that the core has; `may` gives an admin those of plugins as well. */
  permissions: readonly Permission[]
}

/** The roles of a site by name: those that are built in first, the others by title. */
export type Roles = ReadonlyMap<string, Role>

/** There is always somebody who may do everything, somebody to help them, and everybody else. */
const builtIn: readonly string[] = ['admin', 'moderator', 'member']

export function isBuiltIn({ name }: Pick<Role, 'name'>): boolean {
  return builtIn.includes(name)
}

export async function loadRoles(db: Knex): Promise<Roles> {
  const rows: { name: string; title: string; permissions: string }[] = await db('roles').select('name', 'title', 'permissions')
  const roles = rows.map(row => Object.freeze({ ...row, permissions: permissionsIn(row) }))
  const rank = ({ name }: Role): number => (builtIn.includes(name) ? builtIn.indexOf(name) : builtIn.length)
  roles.sort((a, b) => rank(a) - rank(b) || (a.title < b.title ? -1 : 1))
  return new Map(roles.map(role => [role.name, role]))
}

/** Names of the roles that bring a permission. */
export function rolesWith(roles: Roles, permission: Permission): string[] {
  return [...roles.values()].filter(role => role.permissions.includes(permission)).map(role => role.name)
}

/** The role with this name, kept as it is until the transaction ends. Throws notFound. */
export async function lockRole(trx: Knex.Transaction, name: string): Promise<Role> {
  const role = await maybeRole(trx, name)
  if (!role) throw notFound('role')
  return role
}

/** The same; undefined when there is none. */
export async function maybeRole(trx: Knex.Transaction, name: string): Promise<Role | undefined> {
  const row: { name: string; title: string; permissions: string } | undefined = await trx('roles')
    .where({ name })
    .forUpdate()
    .first('name', 'title', 'permissions')
  return row && { ...row, permissions: permissionsIn(row) }
}

function permissionsIn({ name, permissions: kept }: { name: string; permissions: string }): readonly Permission[] {
  return Object.freeze(name === 'admin' ? [...permissions] : (JSON.parse(kept) as Permission[]))
}
