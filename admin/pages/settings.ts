import { type PanelPage, saveSettings, settingsForm } from 'core/control'

/** What can be set while the site runs. */
export default {
  title: 'Settings',
  section: 'Platform',
  order: 20,
  permission: 'settings',
  async show({ site, body, problems }) {
    return { fields: settingsForm(site, body, problems) }
  },
  async submit({ site, actor, body }) {
    const changed = await saveSettings(site, actor, body)
    return changed === 0 ? 'Nothing changed.' : 'Saved.'
  },
} satisfies PanelPage
