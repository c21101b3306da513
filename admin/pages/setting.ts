import { canBeUndone, fixedBy, listSettings, type PanelPage, proposeUrl, settingHistory } from 'core/control'
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
    const url = proposeUrl(site, 'settings.change', { key })
    const origin = fixedBy(site.config, key) ?? (url && 'the members')
    return {
      under: 'settings',
      title,
      trail: { label: 'Settings', url: `/admin/settings#set-${key}` },
      back: `/admin/setting?key=${encodeURIComponent(key)}`,
      reset: { key, value: '' },
      ...(origin && { fixedBy: origin }),
      ...(url && { proposeUrl: url }),
      entries: entries.map(entry => ({
        ...auditRow({ ...entry, changes: entry.changes.filter(change => change.path === path) }),
        canUndo: !origin && canBeUndone(site, entry),
        alone: entry.changes.length === 1,
      })),
    }
  },
} satisfies PanelPage
