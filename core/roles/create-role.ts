import { defineAction } from '../actions/define-action.ts'
import { bumpVersion } from '../config/settings-store.ts'
import { insertOnce } from '../db/insert-once.ts'
import { invalid } from '../errors.ts'
import { Type } from '../http/type.ts'
import { lookAtRole, permissionsSchema, titleSchema, writtenPermissions } from './edit-role.ts'
import { checkStandsFor } from './role-access.ts'

/** Makes a role that members can be given. */
export const createRole = defineAction({
  name: 'role.create',
  title: 'Make a role',
  authority: 'operations',
  permission: 'roles',
  input: Type.Object({
    name: Type.String({
      pattern: '^[a-z][a-z0-9-]{1,15}$',
      problem: 'Use 2 to 16 small letters, digits and hyphens, beginning with a letter.',
    }),
    title: titleSchema,
    permissions: permissionsSchema,
  }),
  look: ({ trx, input }) => lookAtRole(trx, input.name),
  async run({ site, trx, actor, input: { name, title, permissions } }) {
    const wanted = writtenPermissions(site, permissions, [])
    checkStandsFor(actor, { name, title, permissions: wanted })
    const row = { name, title, permissions: JSON.stringify(wanted), createdAt: site.now().toISOString() }
    if (!(await insertOnce(trx, 'roles', row))) throw invalid({ name: 'There is a role with this name already.' })
    await bumpVersion(trx, 'roles')
  },
  say: ({ title }) => `There is a role ${title} now.`,
  undo: ({ name }) => ({ name: 'role.remove', input: { name } }),
  after: site => site.refresh(),
})
