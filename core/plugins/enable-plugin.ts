import { defineAction } from '../actions/define-action.ts'
import { bumpVersion } from '../config/settings-store.ts'
import { conflict, notFound } from '../errors.ts'
import { Type } from '../http/type.ts'
import { findPlugins } from './find-plugins.ts'
import { orderPlugins } from './order-plugins.ts'
import { isOff, lookAtPlugin, readPluginStates, writePluginState } from './plugin-states.ts'

export const pluginInput = Type.Object({ name: Type.String({ minLength: 1, maxLength: 80 }) })

/** Switches a plugin on; every process of the site follows soon. Also tries again to start one that failed. */
export const enablePlugin = defineAction({
  name: 'plugin.enable',
  title: 'Switch a plugin on',
  authority: 'operations',
  permission: 'plugins',
  input: pluginInput,
  look: ({ trx, input }) => lookAtPlugin(trx, input.name),
  async run({ site, trx, input: { name } }) {
    const { plugins, problems } = findPlugins(site)
    const unreadable = problems.get(name)
    if (unreadable !== undefined) throw conflict(unreadable)
    if (!plugins.some(plugin => plugin.name === name)) throw notFound('plugin')
    const states = [...(await readPluginStates(trx)).values()]
    const off = states.filter(state => isOff(state) && state.name !== name).map(state => state.name)
    const unmet = orderPlugins(plugins, new Set(off)).problems.get(name)
    if (unmet !== undefined) throw conflict(unmet)
    await writePluginState(trx, { name, disabledAt: null, quarantinedAt: null, problem: null }, site.now())
    await bumpVersion(trx, 'plugins')
    return { name, state: 'enabled' as const }
  },
  say: ({ name }) => `The plugin ${name} is on.`,
  undo: ({ name }) => ({ name: 'plugin.disable', input: { name } }),
  after: site => site.refresh(),
})
