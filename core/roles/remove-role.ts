import { defineAction } from '../actions/define-action.ts'
import { bumpVersion } from '../config/settings-store.ts'
import { conflict } from '../errors.ts'
import { Type } from '../http/type.ts'
import { lookAtRole } from './edit-role.ts'
import { isBuiltIn, lockRole } from './role.ts'
import { checkStandsFor } from './role-access.ts'

/** Takes away a role that nobody has. */
export const removeRole = defineAction({
  name: 'role.remove',
  title: 'Take a role away',
  authority: 'operations',
  permission: 'roles',
  input: Type.Object({ name: Type.String({ maxLength: 16 }) }),
  look: ({ trx, input }) => lookAtRole(trx, input.name),
  async run({ trx, actor, input: { name } }) {
    const role = await lockRole(trx, name)
    if (isBuiltIn(role)) throw conflict(`The role ${role.title} is built in. You can change it, but not take it away.`)
    checkStandsFor(actor, role)
    const holder: unknown = await trx('members').where({ role: name }).first('id')
    if (holder) throw conflict(`Somebody has the role ${role.title}. Give them another one first.`)
    await trx('roles').where({ name }).delete()
    await bumpVersion(trx, 'roles')
  },
  say: ({ name }) => `The role ${name} is gone.`,
  undo: ({ name }, changes) => ({
    name: 'role.create',
    input: { name, ...Object.fromEntries(changes.map(change => [change.path.split('.').at(-1), change.before])) },
  }),
  after: site => site.refresh(),
})
