import type { Context } from '../http/context.ts'

const tabs = [
  { label: 'Overview', url: '/settings' },
  { label: 'Profile', url: '/settings/profile' },
  { label: 'Account', url: '/settings/account' },
  { label: 'Notifications', url: '/settings/notifications' },
  { label: 'Blocked and muted', url: '/settings/blocks' },
  { label: 'Content warnings', url: '/settings/warnings' },
  { label: 'Archives', url: '/settings/import' },
  { label: 'Your data', url: '/settings/data' },
  { label: 'Signed-in browsers', url: '/settings/sessions' },
]

/** Only where a plugin asks members for something. */
const plugins = { label: 'Plugins', url: '/settings/plugins' }

/** What every page of the settings shows on top. `current` is the address of the page. */
export function settingsTabs(ctx: Context, current: string): { label: string; url: string; current: boolean }[] {
  const asks = [...ctx.registry.plugins.values()].some(({ memberSettings }) => memberSettings)
  return [...tabs, ...(asks ? [plugins] : [])].map(({ label, url }) => ({ label: ctx.t(label), url, current: url === current }))
}
