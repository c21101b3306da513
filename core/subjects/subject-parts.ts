import type { Attachment } from '../entries/attachment.ts'

const mostLinks = 100

/** Addresses to which a text leads, each once. It is sanitised, so that they all look alike. */
export function linksOf(html: string, link: string | null = null): string[] {
  const found = [...html.matchAll(/\shref="(https?:[^"]{1,2000})"/g)].map(([, url]) => url!.replaceAll('&amp;', '&'))
  return [...new Set([...(link ? [link] : []), ...found])].slice(0, mostLinks)
}

/** Addresses of the pictures among attachments. */
export function picturesOf(attachments: string): string[] {
  return (JSON.parse(attachments) as Attachment[]).filter(({ kind }) => kind === 'image').map(({ thumbUrl, url }) => thumbUrl ?? url)
}
