import { describeEnvironment, type PanelPage } from 'core/control'

/** What the site runs on. */
export default {
  title: 'Environment',
  section: 'System',
  order: 49,
  permission: 'system',
  async show({ site, actor }) {
    return { facts: await describeEnvironment(site, actor) }
  },
} satisfies PanelPage
