import { defineAction } from '../actions/define-action.ts'
import { bumpVersion } from '../config/settings-store.ts'
import { notFound } from '../errors.ts'
import { pluginInput } from './enable-plugin.ts'
import { findPlugins } from './find-plugins.ts'
import { orderPlugins } from './order-plugins.ts'
import { isOff, lookAtPlugin, readPluginStates, writePluginState } from './plugin-states.ts'

export interface Disabled {
  name: string
  state: 'disabled'
  /** Plugins that were on and cannot go on without it. */
  alsoOff: string[]
}

/** Switches a plugin off; every process of the site follows soon. What members wrote with it stays. */
export const disablePlugin = defineAction({
  name: 'plugin.disable',
  title: 'Switch a plugin off',
  authority: 'operations',
  permission: 'plugins',
  input: pluginInput,
  look: ({ trx, input }) => lookAtPlugin(trx, input.name),
  async run({ site, trx, input: { name } }): Promise<Disabled> {
    const { plugins, problems } = findPlugins(site)
    if (!problems.has(name) && !plugins.some(plugin => plugin.name === name)) throw notFound('plugin')
    const states = [...(await readPluginStates(trx)).values()]
    const off = states.filter(isOff).map(state => state.name)
    const before = orderPlugins(plugins, new Set(off)).ordered
    const after = orderPlugins(plugins, new Set([...off, name])).ordered
    await writePluginState(trx, { name, disabledAt: site.now().toISOString(), quarantinedAt: null, problem: null }, site.now())
    await bumpVersion(trx, 'plugins')
    const alsoOff = before.filter(plugin => plugin.name !== name && !after.includes(plugin)).map(plugin => plugin.name)
    return { name, state: 'disabled', alsoOff }
  },
  say: ({ name }) => `The plugin ${name} is off.`,
  inEmergency: () => true,
  undo: ({ name }) => ({ name: 'plugin.enable', input: { name } }),
  after: site => site.refresh(),
})
