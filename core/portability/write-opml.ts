import type { Source } from '../sources/source.ts'

/** One's sources as a list that other readers understand. */
export function writeOpml(title: string, sources: readonly Pick<Source, 'title' | 'url' | 'siteUrl'>[], now: Date): string {
  const outlines = sources.map(source => {
    const name = escapeXml(source.title)
    const page = source.siteUrl ? ` htmlUrl="${escapeXml(source.siteUrl)}"` : ''
    return `    <outline type="rss" text="${name}" title="${name}" xmlUrl="${escapeXml(source.url)}"${page}/>`
  })
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    '<opml version="2.0">',
    `  <head><title>${escapeXml(title)}</title><dateCreated>${now.toUTCString()}</dateCreated></head>`,
    '  <body>',
    ...outlines,
    '  </body>',
    '</opml>',
    '',
  ].join('\n')
}

// What XML cannot carry at all is left out.
function escapeXml(text: string): string {
  return text
    .toWellFormed()
    .replace(/[^\P{Cc}\t\n]/gu, '')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
}
