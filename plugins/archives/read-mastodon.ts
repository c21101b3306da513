import type { Archive, ArchivedEntry, FetchedMedia, ImportCall, ImportPage } from 'core/api'
import { escapeHtml, type Json, objectOf, objectsOf, parseObject, textOf, textsOf } from './json.ts'
import { Tally } from './tally.ts'

const file = 'outbox.json'
const atOnce = 100
const everyone = new Set(['https://www.w3.org/ns/activitystreams#Public', 'as:Public', 'Public'])
const posts = new Set(['Note', 'Question', 'Article', 'Page'])
const mediaFolder = 'media_attachments/'

/** Reads the outbox of a Mastodon archive: one's own posts with their pictures. Boosts and messages to a few stay out. */
export async function readMastodon({ archive, cursor }: ImportCall): Promise<ImportPage> {
  const name = (await archive.files({ limit: 1 })).some(({ path }) => path === archive.name) ? archive.name : file
  const { elements, next } = await archive.elements(name, { in: 'orderedItems', from: Number(cursor ?? 0), limit: atOnce })
  const media = await mediaPathOf(archive)
  const tally = new Tally()
  for (const { index, text, problem } of elements) {
    const activity = text === undefined ? undefined : parseObject(text)
    if (activity) takeActivity(tally, activity, index, media)
    else tally.refuse(`No. ${index + 1} in ${file}`, problem ?? 'This is not written as JSON should be.')
  }
  return tally.page(next)
}

type MediaPath = (url: string) => string

/** Where a picture lies. Servers with their files elsewhere put a folder before the usual one, in the list but not in the archive. */
async function mediaPathOf(archive: Archive): Promise<MediaPath> {
  const isUsual = (await archive.files({ under: mediaFolder, limit: 1 })).length > 0
  return url => {
    const path = url.replace(/^\/+/, '')
    const at = path.indexOf(mediaFolder)
    return isUsual && at > 0 ? path.slice(at) : path
  }
}

function takeActivity(tally: Tally, activity: Json, index: number, media: MediaPath): void {
  const post = objectOf(activity.object)
  const guid = textOf(post?.id)
  const audience = audienceOf({ ...activity, ...post })
  if (activity.type === 'Announce') tally.skip('boosts')
  else if (activity.type !== 'Create' || !post || !guid || !posts.has(String(post.type)))
    tally.refuse(`No. ${index + 1} in ${file}`, 'This is neither a post nor a boost.')
  else if (!audience) tally.skip('messages to a few')
  else tally.entries.push(toEntry(post, guid, audience, media))
}

function toEntry(post: Json, guid: string, audience: ArchivedEntry['audience'], media: MediaPath): ArchivedEntry {
  const url = textOf(post.url) ?? guid
  const publishedAt = textOf(post.published)
  const updatedAt = textOf(post.updated)
  const title = textOf(post.name)
  return {
    guid,
    url,
    audience,
    html: htmlOf(post),
    tags: objectsOf(post.tag).flatMap(tag => (tag.type === 'Hashtag' && textOf(tag.name)?.replace(/^#/, '')) || []),
    media: objectsOf(post.attachment).flatMap(attachment => mediaOf(attachment, media)),
    ...(title && { title }),
    ...(publishedAt && { publishedAt }),
    ...(updatedAt && { updatedAt }),
    ...(answersAnother(post) && { isReply: true }),
  }
}

/** Whom it was for; nothing for messages to those who are named in it. */
function audienceOf({ to, cc }: Json): ArchivedEntry['audience'] | undefined {
  const readers = [...textsOf(to), ...textsOf(cc)]
  if (readers.some(reader => everyone.has(reader))) return 'everyone'
  return readers.some(reader => reader.endsWith('/followers')) ? 'followers' : undefined
}

/** Answers to oneself are how long thoughts are told. */
function answersAnother({ inReplyTo, attributedTo }: Json): boolean {
  const answered = textOf(inReplyTo)
  const author = textOf(attributedTo)
  return answered !== undefined && !(author && answered.startsWith(`${author}/`))
}

function htmlOf(post: Json): string {
  const words = textOf(post.content) ?? textsOf(Object.values(objectOf(post.contentMap) ?? {}))[0] ?? ''
  const warning = textOf(post.summary)
  const choices = objectsOf(post.oneOf ?? post.anyOf).flatMap(choice => textOf(choice.name) ?? [])
  return [
    warning ? `<p><strong>${escapeHtml(warning)}</strong></p>` : '',
    words,
    choices.length > 0 ? `<ul>${choices.map(choice => `<li>${escapeHtml(choice)}</li>`).join('')}</ul>` : '',
  ].join('')
}

function mediaOf({ url, mediaType, name, width, height }: Json, pathOf: MediaPath): FetchedMedia[] {
  const address = textOf(url)
  const type = textOf(mediaType)
  if (!address) return []
  const [kind = ''] = (type ?? 'image').split('/')
  const title = textOf(name)
  return [
    {
      kind: kind === 'image' || kind === 'audio' || kind === 'video' ? kind : 'file',
      url: /^https?:\/\//.test(address) ? address : `archive:${pathOf(address)}`,
      ...(type && { type }),
      ...(title && { title }),
      ...(typeof width === 'number' && { width }),
      ...(typeof height === 'number' && { height }),
    },
  ]
}
