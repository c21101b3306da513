/** Pages about sources. */
export function sourceTabs(here: 'sources' | 'source-hosts'): object[] {
  return [
    { label: 'Sources', url: '/admin/sources', here: here === 'sources' },
    { label: 'Hosts', url: '/admin/source-hosts', here: here === 'source-hosts' },
  ]
}
