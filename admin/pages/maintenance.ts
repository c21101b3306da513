import type { PanelPage } from 'core/control'

/** Closes the site for a while. */
export default {
  title: 'Maintenance',
  section: 'System',
  order: 48,
  permission: 'system',
  async show({ site, body }) {
    const { maintenanceSince, maintenanceNote } = site.settings
    return {
      isClosed: maintenanceSince !== '',
      since: maintenanceSince,
      note: typeof body.note === 'string' ? body.note : maintenanceNote,
      open: { on: 'false' },
      lead: 'While the site is closed, visitors and members read one sentence and are asked to come back; those who look after it go on as ever. On the machine: npx tributary maintenance on',
    }
  },
} satisfies PanelPage
