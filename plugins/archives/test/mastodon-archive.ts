import { makePicture } from './make-picture.ts'

const ann = 'https://social.example/users/ann'
const everyone = 'https://www.w3.org/ns/activitystreams#Public'

/** A post as Mastodon writes it, with what this one has of its own. */
export function post(number: number, content: string, own: object = {}): object {
  const object = {
    id: `${ann}/statuses/${number}`,
    type: 'Note',
    summary: null,
    inReplyTo: null,
    published: `2023-0${(number % 9) + 1}-02T10:00:00Z`,
    url: `https://social.example/@ann/${number}`,
    attributedTo: ann,
    to: [everyone],
    cc: [`${ann}/followers`],
    sensitive: false,
    content: `<p>${content}</p>`,
    attachment: [],
    tag: [],
    ...own,
  }
  return { id: `${object.id}/activity`, type: 'Create', actor: ann, published: object.published, to: object.to, cc: object.cc, object }
}

export const boost = { id: `${ann}/statuses/99/activity`, type: 'Announce', actor: ann, to: [everyone], object: 'https://other.example/1' }

/** An outbox with a list that stands twice in it, as real ones have it, and a number that is not true. */
export function outbox(activities: object[]): string {
  const list = activities.map(one => JSON.stringify(one)).join(',')
  return `{"@context":"https://www.w3.org/ns/activitystreams","id":"outbox.json","type":"OrderedCollection","totalItems":7,"orderedItems":[],"orderedItems":[${list}]}`
}

/** An archive with a bit of everything. */
export async function mastodonFiles(): Promise<Record<string, string | Buffer>> {
  const followers = { to: [`${ann}/followers`], cc: [] }
  const picture = {
    type: 'Document',
    mediaType: 'image/png',
    url: '/bucket/media_attachments/files/1/original/a.png',
    name: 'A blue square',
  }
  const film = { type: 'Document', mediaType: 'video/mp4', url: '/bucket/media_attachments/files/2/original/b.mp4', name: null }
  return {
    'actor.json': JSON.stringify({ id: ann, type: 'Person', preferredUsername: 'ann' }),
    'outbox.json': outbox([
      post(1, 'Hello <a href="https://example.org/">there</a><script>alert(1)</script>', { tag: [{ type: 'Hashtag', name: '#tea' }] }),
      post(2, 'Look at this', { attachment: [picture, film] }),
      post(3, 'Only for those who follow me', followers),
      post(4, 'Between us', { to: ['https://other.example/users/bob'], cc: [] }),
      post(5, 'You are right', { inReplyTo: 'https://other.example/users/bob/statuses/1' }),
      post(6, 'And one thing more', { inReplyTo: `${ann}/statuses/1` }),
      post(7, 'With a warning', { summary: 'Spiders & <co>', sensitive: true }),
      post(8, 'Which one?', { type: 'Question', oneOf: [{ name: 'Tea' }, { name: 'Coffee' }] }),
      boost,
      { type: 'Undo' },
    ]),
    'likes.json': '{"orderedItems":[]}',
    'media_attachments/files/1/original/a.png': await makePicture(),
    'media_attachments/files/2/original/b.mp4': 'no film at all',
  }
}
