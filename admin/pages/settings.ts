import { type PanelPage, saveSettings, settingsForm } from 'core/control'

/** What can be set while the site runs. */
export default {
  title: 'Settings',
  section: 'Platform',
  order: 20,
  permission: 'settings',
  async show({ site, body, problems }) {
    return { form: settingsForm(site, body, problems) }
  },
  async submit(request) {
    const { changes } = await saveSettings(request)
    return changes.length === 0 ? 'Nothing changed.' : 'Saved.'
  },
} satisfies PanelPage
