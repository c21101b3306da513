import type { FetchedMedia } from 'core/api'

/** What an attached file is, from its media type, else from the ending of its address. */
export function mediaKind(type: string | undefined, url: string): FetchedMedia['kind'] {
  const major = type?.toLowerCase().split('/')[0]?.trim()
  if (major === 'image' || major === 'audio' || major === 'video') return major
  const ending = /\.([a-z0-9]{2,5})$/i.exec(URL.parse(url)?.pathname ?? '')?.[1]?.toLowerCase()
  return kinds[ending ?? ''] ?? 'file'
}

const kinds: Record<string, FetchedMedia['kind']> = {
  ...{ jpg: 'image', jpeg: 'image', png: 'image', gif: 'image', webp: 'image', avif: 'image', svg: 'image' },
  ...{ mp3: 'audio', m4a: 'audio', aac: 'audio', ogg: 'audio', oga: 'audio', opus: 'audio', flac: 'audio', wav: 'audio' },
  ...{ mp4: 'video', m4v: 'video', mov: 'video', webm: 'video', ogv: 'video', mkv: 'video', avi: 'video' },
}
