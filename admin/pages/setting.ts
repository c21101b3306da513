import { canBeUndone, listSettings, type PanelPage, settingHistory } from 'core/control'
import { auditRow } from '../lists/audit-row.ts'

/** What became of one setting: who changed it, when, and the way back. */
export default {
  title: 'History of a setting',
  permission: 'settings',
  async show({ site, actor, query }) {
    const key = query.key ?? ''
    const entries = await settingHistory(site, actor, key)
    const title = listSettings().find(({ name }) => name === key)?.title ?? key
    const path = `settings.${key}`
    return {
      under: 'settings',
      title,
      trail: { label: 'Settings', url: `/admin/settings#set-${key}` },
      back: `/admin/setting?key=${encodeURIComponent(key)}`,
      reset: { key, value: '' },
      entries: entries.map(entry => ({
        ...auditRow({ ...entry, changes: entry.changes.filter(change => change.path === path) }),
        canUndo: canBeUndone(entry),
        alone: entry.changes.length === 1,
      })),
    }
  },
} satisfies PanelPage
