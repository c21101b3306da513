import { defineAction } from '../actions/define-action.ts'
import { bumpVersion } from '../config/settings-store.ts'
import { Type } from '../http/type.ts'
import { lookAtPlugin, writePluginState } from '../plugins/plugin-states.ts'

/** Switches off a plugin that fails again and again, until somebody switches it on. Done by the site itself. */
export const quarantinePlugin = defineAction({
  name: 'plugin.quarantine',
  title: 'Switch off a plugin that fails',
  authority: 'operations',
  permission: 'plugins',
  input: Type.Object({ name: Type.String({ minLength: 1, maxLength: 80 }), reason: Type.String({ minLength: 1, maxLength: 1000 }) }),
  look: ({ trx, input }) => lookAtPlugin(trx, input.name),
  async run({ site, trx, input: { name, reason } }) {
    await writePluginState(trx, { name, quarantinedAt: site.now().toISOString(), problem: reason }, site.now())
    await bumpVersion(trx, 'plugins')
  },
  say: ({ name }) => `The plugin ${name} failed too often and is switched off.`,
  undo: ({ name }) => ({ name: 'plugin.enable', input: { name } }),
  after: site => site.refresh(),
})
