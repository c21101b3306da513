import { type PanelPage, pluginSettingsForm } from 'core/control'

/** What can be set for one plugin: a form made from the schema in its manifest. */
export default {
  title: 'Settings of a plugin',
  permission: 'plugins',
  async show({ site, query, body, problems }) {
    const name = query.name ?? String(body.name ?? '')
    return { name, under: 'plugins', ...(await pluginSettingsForm(site, name, valuesOf(body), problems)) }
  },
  async submit({ site, actor, body }) {
    const { changes } = await site.act(actor, 'plugin.settings', { name: body.name, values: valuesOf(body) })
    return {
      notice: changes.length === 0 ? 'Nothing changed.' : 'Saved. The plugin was started anew with these settings.',
      url: '/admin/plugins',
    }
  },
} satisfies PanelPage

/** The fields carry a prefix, because a plugin may have a setting of any name. */
function valuesOf(body: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const fields = Object.entries(body).filter(([field]) => field.startsWith('set-'))
  // A switch sends "false" from its hidden twin, and "true" after it when it is on.
  return Object.fromEntries(fields.map(([field, value]) => [field.slice(4), Array.isArray(value) ? value.at(-1) : value]))
}
