import type { Attachment } from './attachment.ts'
import type { EntryView, FileView, PictureView, PlayerView } from './entry-view.ts'

/** Height of the strip of pictures: FriendFeed's (friendfeed.md §2). One picture alone gets more. */
const stripHeight = 175
const singleHeight = 360
const widest = 560

type Shown = Pick<EntryView, 'pictures' | 'players' | 'files' | 'inserts' | 'covered'>

const nothing: Shown = { pictures: [], players: [], files: [] }

/** What an entry's attachments look like on a page. `title` stands in where an attachment has none; `id` is the entry's. */
export function showAttachments(json: string, title: string, id = ''): Shown {
  if (json === '[]') return nothing
  const attachments = JSON.parse(json) as Attachment[]
  const images = attachments.filter(({ kind }) => kind === 'image')
  return {
    pictures: images.map(image => showPicture(image, images.length === 1 ? singleHeight : stripHeight, title)),
    players: attachments.flatMap(attachment => showPlayer(attachment, title)),
    files: attachments.filter(({ kind }) => kind === 'file').map(showFile),
    ...(images.some(({ blurred }) => blurred) && { covered: true as const }),
    ...showInserts(attachments, id),
  }
}

/** Ids of inserts say where they are, so that a second click with the same ones is the same entry. */
function showInserts(attachments: readonly Attachment[], entryId: string): Pick<Shown, 'inserts'> {
  const inserts = attachments.filter(({ kind }) => kind === 'insert')
  if (inserts.length === 0) return {}
  return {
    inserts: inserts.map(({ name = '', data = {}, fallbackHtml = '', title = name, fallbacks }, index) => ({
      id: `${entryId}.${index}`,
      name,
      data,
      title,
      fallbackHtml,
      ...(fallbacks && { fallbacks }),
    })),
  }
}

/** The size is fitted here, so that the page keeps its place before the picture is loaded. */
function showPicture(image: Attachment, height: number, title: string): PictureView {
  const { width: w = 4, height: h = 3 } = image
  const scale = Math.min(height / h, widest / w, image.width ? 1 : Number.POSITIVE_INFINITY)
  return {
    url: image.url,
    thumbUrl: image.thumbUrl ?? image.url,
    width: Math.round(w * scale),
    height: Math.round(h * scale),
    alt: image.title ?? title,
  }
}

function showPlayer(attachment: Attachment, title: string): PlayerView[] {
  const { kind, url, stillUrl, ratio, duration } = attachment
  if (kind !== 'player' && kind !== 'audio' && kind !== 'video') return []
  const player: PlayerView = {
    kind: kind === 'player' ? 'frame' : kind,
    url,
    title: attachment.title ?? title,
    ratio: kind === 'audio' ? 0 : (ratio ?? 16 / 9),
    ...(stillUrl && { stillUrl }),
    ...(duration && { duration: clock(duration) }),
  }
  return [player]
}

function showFile({ url, title, bytes }: Attachment): FileView {
  return { url, name: title ?? url.split('/').at(-1) ?? url, ...(bytes && { size: size(bytes) }) }
}

function clock(seconds: number): string {
  const parts = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, Math.floor(seconds) % 60]
  const [hours = 0, ...rest] = parts
  const tail = rest.map((part, index) => (index === 0 && hours === 0 ? String(part) : String(part).padStart(2, '0'))).join(':')
  return hours > 0 ? `${hours}:${tail}` : tail
}

function size(bytes: number): string {
  if (bytes < 1024 * 1024) return `${Math.max(1, Math.round(bytes / 1024))} KB`
  return `${(bytes / 1024 / 1024).toFixed(1)} MB`
}
