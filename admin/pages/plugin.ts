import {
  answeringProcess,
  listIndexes,
  listLog,
  may,
  type PanelPage,
  type PluginDetails,
  pluginHealth,
  pluginSettingsForm,
  showPlugin,
} from 'core/control'
import { pluginLook } from '../plugins/plugin-look.ts'

const trail = { url: '/admin/plugins', label: 'Plugins' }

/** Everything about one plugin. */
export default {
  title: 'Plugin',
  permission: 'plugins',
  actions: ['plugin.enable', 'plugin.disable', 'plugin.rollback'],
  async show({ site, actor, query }) {
    const details = await showPlugin(site, actor, query.name ?? '')
    const { plugin, manifest } = details
    return {
      ...details,
      under: 'plugins',
      title: plugin.title ?? plugin.name,
      lead: plugin.description,
      trail,
      plugin: pluginLook(plugin),
      origin: originOf(details, new Map(listIndexes(site.config).map(({ url, title }) => [url, title]))),
      form: manifest?.settings ? await pluginSettingsForm(site, plugin.name, {}, {}) : undefined,
      hasVersions: details.versions.length > 1,
      health: shownHealth(pluginHealth(site, actor, plugin.name)),
      answering: await answeringProcess(site, actor),
      log: may(actor, 'system') ? (listLog(site, actor, { level: 'debug', plugin: plugin.name, limit: 10 }) ?? []) : [],
      back: `/admin/plugin?name=${plugin.name}`,
    }
  },
} satisfies PanelPage

function shownHealth(health: ReturnType<typeof pluginHealth>): object | undefined {
  if (!health) return undefined
  const { used, average } = health
  return { ...health, average: `${average.toFixed(1)} ms`, ...(used && { used: shownUse(used) }) }
}

/** Of a minute's worth of a processor, and of what it may use. */
function shownUse({ computed, calls, limits }: NonNullable<NonNullable<ReturnType<typeof pluginHealth>>['used']>): object {
  return {
    computed: `${(computed / 1000).toFixed(1)} of ${limits.computed / 1000} s`,
    share: `${(computed / 600).toFixed(1)} %`,
    calls,
    mostCalls: limits.calls,
  }
}

function originOf({ isInstalled, from }: PluginDetails, indexes: ReadonlyMap<string, string>): string {
  if (!isInstalled) return 'lies in plugins/ on the machine'
  return from === 'file' || from === undefined ? 'installed from a file' : `installed from ${indexes.get(from) ?? from}`
}
