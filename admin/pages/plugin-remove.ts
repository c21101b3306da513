import { type PanelPage, showPlugin } from 'core/control'

/** Taking a plugin off the site, and what becomes of what it kept. */
export default {
  title: 'Remove a plugin',
  permission: 'plugins',
  actions: ['plugin.remove'],
  async show({ site, actor, query, body, problems }) {
    const { plugin, keeps, isInstalled } = await showPlugin(site, actor, query.name ?? String(body.name ?? ''))
    const shown = plugin.title ?? plugin.name
    return {
      under: 'plugins',
      trail: { url: `/admin/plugin?name=${plugin.name}`, label: shown },
      title: `Remove ${shown}`,
      shown,
      name: plugin.name,
      keeps,
      isInstalled,
      deletes: body.data === 'delete',
      problems,
    }
  },
  async submit({ site, actor, body }) {
    const { summary } = await site.act(actor, 'plugin.remove', { name: String(body.name ?? ''), data: String(body.data ?? '') })
    return { notice: summary, url: '/admin/plugins' }
  },
} satisfies PanelPage
