import { findUpdates, type PanelRequest } from 'core/control'

const tabs = { plugins: 'Installed', 'plugin-discover': 'Discover', 'plugin-updates': 'Updates' }

/** The three pages about plugins as a whole, with how many updates there are. */
export function pluginTabs({ site }: Pick<PanelRequest, 'site'>, here: keyof typeof tabs): object[] {
  const updates = findUpdates(site).filter(({ failed }) => failed === undefined).length
  return Object.entries(tabs).map(([page, label]) => ({
    label,
    url: `/admin/${page}`,
    here: page === here,
    ...(page === 'plugin-updates' && updates > 0 && { count: updates }),
  }))
}
