import { absoluteUrl } from '../entries/absolute-html.ts'
import type { Attachment } from '../entries/attachment.ts'
import type { EntryView } from '../entries/entry-view.ts'
import { escapeAttribute } from '../entries/html-tree.ts'
import type { FileJson, ThumbnailJson } from './v2-json.ts'

const playerWidth = 425

/** Pictures, and players that have a still picture. They lead to what the entry is about, else to the large picture. */
export function v2Thumbnails(view: EntryView, siteUrl: string): ThumbnailJson[] {
  const pictures = view.pictures.map(({ url, thumbUrl, width, height }) => ({
    url: absoluteUrl(thumbUrl, siteUrl),
    link: view.link ?? absoluteUrl(url, siteUrl),
    width,
    height,
  }))
  const players = view.players.flatMap(({ kind, url, stillUrl, ratio }) =>
    kind === 'frame' && stillUrl ? [{ url: absoluteUrl(stillUrl, siteUrl), link: view.link ?? url, player: playerHtml(url, ratio) }] : [],
  )
  return [...players, ...pictures]
}

function playerHtml(url: string, ratio: number): string {
  const height = Math.round(playerWidth / (ratio || 16 / 9))
  return `<iframe src="${escapeAttribute(url)}" width="${playerWidth}" height="${height}" allowfullscreen></iframe>`
}

const typeOf = { audio: 'audio/mpeg', video: 'video/mp4', file: 'application/octet-stream' }

/** Sounds, films and other files. */
export function v2Files(attachments: readonly Attachment[], siteUrl: string): FileJson[] {
  return attachments.flatMap(({ kind, url, type, title, bytes }) =>
    kind === 'audio' || kind === 'video' || kind === 'file'
      ? [{ url: absoluteUrl(url, siteUrl), type: type ?? typeOf[kind], name: title ?? fileName(url), ...(bytes && { size: bytes }) }]
      : [],
  )
}

function fileName(url: string): string {
  return url.split(/[?#]/)[0]?.split('/').at(-1) || url
}
