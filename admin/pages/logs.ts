import { answeringProcess, listLog, type PanelPage } from 'core/control'

const marks = { debug: 'resting', info: 'good', warn: 'warn', error: 'bad' } as const
const labels = { debug: 'Everything', info: 'Info', warn: 'Warnings', error: 'Errors' } as const

/** The newest lines of the log, without what is secret. */
export default {
  title: 'Log',
  section: 'System',
  order: 46,
  permission: 'system',
  async show({ site, actor, query }) {
    const level = Object.hasOwn(labels, query.level ?? '') ? query.level! : 'info'
    const plugin = query.plugin ?? ''
    const lines = listLog(site, actor, { level, ...(plugin && { plugin }) })
    const all = listLog(site, actor, { level: 'debug', limit: 1000 }) ?? []
    const plugins = [...new Set(all.flatMap(line => line.plugin ?? []))].sort()
    const address = (values: Record<string, string>): string => `/admin/logs?${new URLSearchParams({ level, plugin, ...values })}`
    return {
      lead: 'The newest lines since the process started. The machine keeps the whole log.',
      answering: await answeringProcess(site, actor),
      isKept: lines !== undefined,
      chips: [
        ...Object.entries(labels).map(([name, label]) => ({ label, url: address({ level: name }), here: name === level })),
        ...plugins.map(name => ({ label: name, url: address({ plugin: name === plugin ? '' : name }), here: name === plugin })),
      ],
      lines: (lines ?? []).map(line => ({ ...line, mark: marks[line.level] })),
    }
  },
} satisfies PanelPage
