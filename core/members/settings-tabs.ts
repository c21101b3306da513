import type { Context } from '../http/context.ts'

const tabs = [
  { label: 'Overview', url: '/settings' },
  { label: 'Profile', url: '/settings/profile' },
  { label: 'Account', url: '/settings/account' },
  { label: 'Notifications', url: '/settings/notifications' },
  { label: 'Signed-in browsers', url: '/settings/sessions' },
]

/** What every page of the settings shows on top. `current` is the address of the page. */
export function settingsTabs(ctx: Context, current: string): { label: string; url: string; current: boolean }[] {
  return tabs.map(({ label, url }) => ({ label: ctx.t(label), url, current: url === current }))
}
