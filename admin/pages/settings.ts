import { type PanelPage, saveSettings, settingsForm } from 'core/control'
import { settingsTabs } from '../tabs/settings-tabs.ts'

/** What can be set while the site runs. */
export default {
  title: 'Settings',
  section: 'Platform',
  order: 20,
  permission: 'settings',
  async show({ site, actor, query, body, problems }) {
    const q = query.q ?? ''
    return { form: settingsForm(site, body, problems, q), q, tabs: settingsTabs(actor, 'settings') }
  },
  async submit(request) {
    const { changes, summary } = await saveSettings(request)
    return changes.length === 0 ? 'Nothing changed.' : `Saved. ${summary}`
  },
} satisfies PanelPage
