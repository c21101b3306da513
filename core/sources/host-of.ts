/** The host of an address as `sources.host` keeps it, without a port; null when it has none. */
export function hostOf(url: string): string | null {
  return URL.parse(url)?.hostname.slice(0, 253) || null
}
