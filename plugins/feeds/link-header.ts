import { absoluteUrl } from './text/absolute-url.ts'

export interface HeaderLink {
  url: string
  rels: string[]
  type?: string
  title?: string
}

/** Reads `Link: <address>; rel="alternate"; type="application/rss+xml", …`. */
export function readLinkHeader(header: string | undefined, base: string): HeaderLink[] {
  const links: HeaderLink[] = []
  for (const [, address, parameters = ''] of header?.slice(0, LONGEST).matchAll(link) ?? []) {
    const url = absoluteUrl(address, base)
    const values = new Map<string, string>()
    for (const [, key = '', quoted, bare] of parameters.matchAll(parameter)) values.set(key.toLowerCase(), quoted ?? bare ?? '')
    const rels = (values.get('rel') ?? '').toLowerCase().split(/\s+/).filter(Boolean)
    if (url) links.push({ url, rels, type: values.get('type')?.toLowerCase(), title: values.get('title') })
  }
  return links
}

const LONGEST = 8_000
const link = /<([^<>]*)>((?:\s*;\s*[\w!#$%&'*+.^`|~-]+\s*(?:=\s*(?:"[^"]*"|[^\s",;]+))?)*)/g
const parameter = /;\s*([\w!#$%&'*+.^`|~-]+)\s*(?:=\s*(?:"([^"]*)"|([^\s",;]+)))?/g
