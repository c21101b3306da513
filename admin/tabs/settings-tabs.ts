import { may, type PanelRequest } from 'core/control'

/** Pages about what can be set, for who may see them. */
export function settingsTabs(actor: PanelRequest['actor'], here: 'settings' | 'configuration'): object[] {
  const tabs = [
    { label: 'Settings', url: '/admin/settings', here: here === 'settings', permission: 'settings' },
    { label: 'Configuration', url: '/admin/configuration', here: here === 'configuration', permission: 'system' },
  ] as const
  return tabs.filter(({ permission }) => may(actor, permission))
}
