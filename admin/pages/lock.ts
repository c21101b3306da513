import { type PanelPage, showLock } from 'core/control'

/** What only the members change: read-only, with its history. */
export default {
  title: 'What members decide',
  section: 'Platform',
  order: 60,
  permission: 'policies',
  async show({ site, actor }) {
    return { ...(await showLock(site, actor)) }
  },
} satisfies PanelPage
