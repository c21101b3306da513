import type { PanelPage } from 'core/control'

/** The place of app tokens and webhooks. */
export default {
  title: 'Integrations',
  section: 'Platform',
  order: 29,
  permission: 'plugins',
  async show({ site }) {
    return { url: site.url }
  },
} satisfies PanelPage
