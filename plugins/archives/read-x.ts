import { type Archive, type ArchivedEntry, type FetchedMedia, type ImportCall, type ImportPage, ProblemReading } from 'core/api'
import { escapeHtml, type Json, objectOf, objectsOf, parseObject, textOf } from './json.ts'
import { Tally } from './tally.ts'

const atOnce = 100
const postFile = /^(data\/)?tweets?(-part\d+)?\.js$/
const mediaFolders = ['data/tweets_media/', 'data/tweet_media/', 'tweets_media/', 'tweet_media/']
const mostLongPosts = 2_000

/** Where the next page begins, and what was read of the account. */
interface Cursor {
  file: number
  from: number
  account: Account
}

interface Account {
  id: string
  name: string
  isProtected: boolean
  mediaFolder: string
}

/** Reads the posts of an archive of X, of any year since 2019, with their pictures. Reposts stay out. */
export async function readX({ archive, cursor }: ImportCall): Promise<ImportPage> {
  const files = await postFiles(archive)
  const { file, from, account } = (cursor as Cursor | undefined) ?? { file: 0, from: 0, account: await readAccount(archive) }
  const path = files[file]
  if (path === undefined) throw new ProblemReading('There are no posts in this archive: it has no file data/tweets.js.')
  const { elements, next } = await archive.elements(path, { from, limit: atOnce })
  const tally = new Tally()
  const longPosts = new LongPosts(archive)
  for (const { index, text, problem } of elements) {
    const element = text === undefined ? undefined : parseObject(text)
    const post = objectOf(element?.tweet) ?? element
    if (post) await takePost(tally, post, `No. ${index + 1} in ${path}`, account, longPosts)
    else tally.refuse(`No. ${index + 1} in ${path}`, problem ?? 'This is not written as JSON should be.')
  }
  if (next !== undefined) return tally.page({ file, from: next, account })
  return tally.page(file + 1 < files.length ? { file: file + 1, from: 0, account } : undefined)
}

async function postFiles(archive: Archive): Promise<string[]> {
  const found = [...(await archive.files({ under: 'data/tweet' })), ...(await archive.files({ under: 'tweet' }))]
  return found.map(({ path }) => path).filter(path => postFile.test(path))
}

async function readAccount(archive: Archive): Promise<Account> {
  const account = objectOf((await firstOf(archive, 'account.js'))?.account) ?? {}
  const latest = objectOf((await firstOf(archive, 'protected-history.js'))?.protectedHistory)
  const folders = await Promise.all(mediaFolders.map(async under => ((await archive.files({ under, limit: 1 })).length > 0 ? [under] : [])))
  return {
    id: textOf(account.accountId) ?? '',
    name: textOf(account.username) ?? '',
    // The newest stands first. Who protects their posts now wants all of them to stay among followers.
    isProtected: textOf(latest?.action)?.toLowerCase() === 'protect',
    mediaFolder: folders.flat()[0] ?? mediaFolders[0]!,
  }
}

async function firstOf(archive: Archive, name: string): Promise<Json | undefined> {
  for (const path of [`data/${name}`, name]) {
    const [found] = await archive.files({ under: path, limit: 1 })
    if (found?.path !== path) continue
    const { elements } = await archive.elements(path, { limit: 1 })
    return parseObject(elements[0]?.text ?? '')
  }
  return undefined
}

async function takePost(tally: Tally, post: Json, what: string, account: Account, longPosts: LongPosts): Promise<void> {
  const guid = textOf(post.id_str) ?? textOf(post.id)
  const words = textOf(post.full_text) ?? textOf(post.text)
  if (!guid || words === undefined) {
    tally.refuse(what, 'This is no post: it has no number or no text.')
    return
  }
  if (/^RT @\w+:/.test(words)) {
    tally.skip('reposts')
    return
  }
  const publishedAt = timeOf(textOf(post.created_at) ?? '')
  const whole = /…|\.\.\.$/.test(words) && publishedAt ? await longPosts.at(publishedAt) : undefined
  tally.entries.push(toEntry(post, guid, whole ?? words, publishedAt, account))
}

function toEntry(post: Json, guid: string, words: string, publishedAt: string | undefined, account: Account): ArchivedEntry {
  const entities = objectOf(post.entities) ?? {}
  const answered = textOf(post.in_reply_to_user_id_str) ?? textOf(post.in_reply_to_user_id)
  const isReply =
    (answered !== undefined && answered !== account.id) || (answered === undefined && textOf(post.in_reply_to_status_id_str) !== undefined)
  const media = objectsOf((objectOf(post.extended_entities) ?? entities).media)
  return {
    guid,
    url: `https://x.com/${account.name || 'i'}/status/${guid}`,
    audience: account.isProtected ? 'followers' : 'everyone',
    html: htmlOf(words, entities, media),
    tags: objectsOf(entities.hashtags).flatMap(tag => textOf(tag.text) ?? []),
    media: media.flatMap(one => mediaOf(one, guid, account.mediaFolder)),
    ...(publishedAt && { publishedAt }),
    ...(isReply && { isReply: true }),
  }
}

/** The text with its short addresses written out. The address of its own picture stands at its end and goes. */
function htmlOf(words: string, entities: Json, media: readonly Json[]): string {
  let html = escapeHtml(decode(words))
  for (const { url } of media) if (textOf(url)) html = html.replaceAll(escapeHtml(url as string), '')
  for (const { url, expanded_url: whole, display_url: shown } of objectsOf(entities.urls)) {
    const [short, address] = [textOf(url), textOf(whole)]
    if (short && address && /^https?:\/\//.test(address)) {
      html = html.replaceAll(escapeHtml(short), () => `<a href="${escapeHtml(address)}">${escapeHtml(textOf(shown) ?? address)}</a>`)
    }
  }
  const paragraphs = html.trim().split(/\n{2,}/)
  return paragraphs.map(paragraph => `<p>${paragraph.replaceAll('\n', '<br>')}</p>`).join('')
}

/** Archives hold text that is escaped once already. */
function decode(words: string): string {
  return words.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&quot;', '"').replaceAll('&amp;', '&')
}

/** A picture lies in the archive under the number of its post and the last part of its address. */
function mediaOf({ media_url_https: address, type, ext_alt_text: alt }: Json, guid: string, folder: string): FetchedMedia[] {
  const name = textOf(address)?.split('/').at(-1)
  const title = textOf(alt)
  if (!name) return []
  return [{ kind: type === 'photo' ? 'image' : 'video', url: `archive:${folder}${guid}-${name}`, ...(title && { title }) }]
}

const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec']

/** `Wed Oct 10 20:19:24 +0000 2018`, or ISO text. */
function timeOf(text: string): string | undefined {
  const [, month = '', day, time, year] = /^\w{3} (\w{3}) (\d{2}) (\d{2}:\d{2}:\d{2}) \+0000 (\d{4})$/.exec(text) ?? []
  const number = months.indexOf(month) + 1
  if (number > 0) return `${year}-${String(number).padStart(2, '0')}-${day}T${time}.000Z`
  return Number.isFinite(Date.parse(text)) ? new Date(text).toISOString() : undefined
}

/** Posts over 280 characters are cut off among the others and stand whole in a file of their own, known by their second. */
class LongPosts {
  readonly #archive: Archive
  #texts: Promise<Map<string, string>> | undefined

  constructor(archive: Archive) {
    this.#archive = archive
  }

  async at(publishedAt: string): Promise<string | undefined> {
    this.#texts ??= this.#read()
    return (await this.#texts).get(publishedAt.slice(0, 19))
  }

  async #read(): Promise<Map<string, string>> {
    const texts = new Map<string, string>()
    const [found] = await this.#archive.files({ under: 'data/note-tweet.js', limit: 1 })
    if (!found) return texts
    for (let from: number | undefined = 0; from !== undefined && from < mostLongPosts; ) {
      const page: Awaited<ReturnType<Archive['elements']>> = await this.#archive.elements(found.path, { from })
      for (const { text } of page.elements) {
        const post = objectOf(parseObject(text ?? '')?.noteTweet)
        const words = textOf(objectOf(post?.core)?.text)
        const at = textOf(post?.createdAt)
        if (words && at) texts.set(at.slice(0, 19), words)
      }
      from = page.next
    }
    return texts
  }
}
