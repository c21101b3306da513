/** An absolute http address, or undefined: relative ones are resolved, anything else (`javascript:`, `mailto:`) is dropped. */
export function absoluteUrl(address: string | undefined, base?: string): string | undefined {
  const trimmed = address?.trim().replace(/[\t\r\n]/g, '')
  if (!trimmed) return undefined
  const url = URL.parse(trimmed, base || undefined)
  const known = url?.protocol === 'https:' || url?.protocol === 'http:'
  return known && url.href.length <= LONGEST ? url.href : undefined
}

// Longer ones carry a picture or a program and belong into no column.
const LONGEST = 4_000

/** The base that holds inside an element with `xml:base`. */
export function innerBase(base: string | undefined, xml: { base?: string } | undefined): string | undefined {
  return absoluteUrl(xml?.base, base) ?? base
}
