import { listConfig, type PanelPage, testMail, testStorage } from 'core/control'
import { settingsTabs } from '../tabs/settings-tabs.ts'

/** Options that are read once at the start, where they come from, and whether what they name works. */
export default {
  title: 'Configuration',
  permission: 'system',
  async show({ site, actor, query }) {
    const options = listConfig(site, actor)
    const own = options.filter(option => option.origin !== undefined)
    const all = query.show !== 'changed'
    return {
      under: 'settings',
      tabs: settingsTabs(actor, 'configuration'),
      lead: 'Set by whoever runs the machine, in the environment or in config/site.json, and read when the site starts.',
      chips: [
        { label: 'All', url: '/admin/configuration', here: all, count: options.length },
        { label: 'Not the default', url: '/admin/configuration?show=changed', here: !all, count: own.length },
      ],
      options: all ? options : own,
    }
  },
  async submit({ site, actor, body }) {
    const notice = body.test === 'mail' ? await testMail(site, actor) : await testStorage(site, actor)
    return { notice, url: '/admin/configuration' }
  },
} satisfies PanelPage
