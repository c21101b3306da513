import { type PanelPage, pluginSettingsForm, savePluginSettings } from 'core/control'

/** What can be set for one plugin: a form made from the schema in its manifest. */
export default {
  title: 'Settings of a plugin',
  permission: 'plugins',
  async show({ site, query, body, problems }) {
    const name = query.name ?? String(body.name ?? '')
    const form = await pluginSettingsForm(site, name, body, problems)
    return { name, under: 'plugins', title: form.title, form }
  },
  async submit(request) {
    const name = String(request.body.name ?? '')
    const { changes } = await savePluginSettings(request, name)
    return {
      notice: changes.length === 0 ? 'Nothing changed.' : 'Saved. The plugin was started anew with these settings.',
      url: `/admin/plugin?name=${name}`,
    }
  },
} satisfies PanelPage
