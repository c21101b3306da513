import type { EntryView, PictureView } from '../entries/entry-view.ts'
import type { FeedLink } from '../feeds/feed-view.ts'

export interface FixturePerson {
  kind: FeedLink['kind']
  handle: string
  name: string
  pictured?: boolean
}

/** The first is the reader, the last is a group. */
export const fixturePeople: FixturePerson[] = [
  { kind: 'member', handle: 'ann', name: 'Ann Okafor', pictured: true },
  { kind: 'member', handle: 'bob', name: 'Bob Vermeer', pictured: true },
  { kind: 'member', handle: 'cem', name: 'Cem Aydın' },
  { kind: 'member', handle: 'dita', name: 'Dita Kovářová', pictured: true },
  { kind: 'member', handle: 'eva', name: 'Eva Lindqvist' },
  { kind: 'member', handle: 'farid', name: 'Farid Haddad' },
  { kind: 'group', handle: 'cooks', name: 'Cooks' },
]

/** An entry with people and times still to be filled in: numbers are places in `fixturePeople`. */
export interface FixtureEntry extends Partial<Omit<EntryView, 'to' | 'likers' | 'comments' | 'reason'>> {
  by: number
  hours: number
  to?: number
  likers?: number[]
  comments?: number
  folded?: number
  reason?: { kind: 'comment' | 'like'; by: number }
}

export const fixtureEntries: FixtureEntry[] = [
  {
    by: 3,
    hours: 0.07,
    said: 'posted photos on {service}',
    via: { name: 'Flickr', icon: 'flickr', url: 'https://flickr.example/dita/1', verified: true },
    title: 'First frost on the allotments',
    link: 'https://flickr.example/dita/1',
    linkHost: 'flickr.example',
    pictures: [
      picture('frost', 263, 'Frost on kale leaves'),
      picture('shed', 131, 'A green shed at dawn'),
      picture('path', 263, 'Footprints on a white path'),
      picture('tap', 175, 'A tap wrapped in sacking'),
    ],
    likers: [0, 1, 4],
    otherLikers: 3,
    comments: 2,
    folded: 0,
  },
  {
    by: 1,
    hours: 1.2,
    said: 'wrote on {service}',
    via: { name: 'Mud and maps', icon: 'feed', url: 'https://bob.example/meander', verified: true },
    title: 'Why rivers wander, and why we keep asking them not to',
    link: 'https://bob.example/meander',
    linkHost: 'bob.example',
    bodyHtml:
      '<p>A straight river is an unhappy one. Give it a plain and a little time and it starts to swing, first like a lazy rope, then in loops that nearly bite their own tails. The water on the outside of the bend has further to go, so it hurries and digs; on the inside it dawdles and drops what it was carrying.</p><p>For two hundred years we have told them to stop. We cut the loops, lined the banks with stone, and were surprised when the flood arrived a day early in the next town. The maps in this post show the same forty kilometres in 1812, 1904 and last spring.</p><p>What follows is the short version of a talk, with the pictures that were too large for the projector.</p>',
    long: true,
    ...tagged('Rivers', 'OldMaps', 'Floods'),
    likers: [2, 3],
    comments: 2,
    folded: 5,
  },
  {
    by: 4,
    hours: 2.5,
    said: 'posted a video on {service}',
    via: { name: 'YouTube', icon: 'youtube', url: 'https://youtube.example/v', verified: true },
    title: 'Rebuilding a 1962 tape echo, part 3: it speaks',
    link: 'https://youtube.example/v',
    linkHost: 'youtube.example',
    players: [
      {
        kind: 'frame',
        url: 'https://player.example/embed/1',
        stillUrl: '/pictures/echo.svg?w=480&h=270',
        title: 'Rebuilding a 1962 tape echo, part 3',
        ratio: 1.7778,
        duration: '18:42',
      },
    ],
    likers: [5],
    comments: 1,
    reason: { kind: 'comment', by: 2 },
  },
  {
    by: 2,
    hours: 3.1,
    bodyHtml: '<p>Does anyone have a ladder I could borrow on Saturday? Four metres would do. I pay in quince jelly.</p>',
    to: 6,
    likers: [1, 3, 4, 5],
    comments: 3,
  },
  {
    by: 0,
    hours: 5,
    bodyHtml:
      '<p>Scanned the last of the harbour maps tonight. There is a whole street on the 1871 sheet that nobody I asked has ever heard of.</p>',
    pictures: [picture('map', 240, 'A hand-coloured map of a harbour with a street marked in red')],
    likers: [1],
    otherLikers: 0,
  },
  {
    by: 5,
    hours: 8,
    said: 'starred a repository on {service}',
    via: { name: 'GitHub', icon: 'github', url: 'https://github.example/farid', verified: true },
    title: 'tinywave/reverb: a convolution reverb in 400 lines',
    link: 'https://github.example/tinywave/reverb',
    linkHost: 'github.example',
    reason: { kind: 'like', by: 4 },
    likers: [4],
  },
  {
    by: 3,
    hours: 11,
    said: 'published an episode on {service}',
    via: { name: 'Slow Radio', icon: 'podcast', url: 'https://radio.example/41', verified: true },
    title: '41. The night train from Brno',
    link: 'https://radio.example/41',
    linkHost: 'radio.example',
    players: [{ kind: 'audio', url: 'https://radio.example/41.mp3', title: 'The night train from Brno', ratio: 0, duration: '52:10' }],
    files: [{ url: '/files/transcript.pdf', name: 'transcript.pdf', size: '212 KB' }],
  },
  {
    by: 4,
    hours: 26,
    said: 'posted on {service}',
    via: { name: 'Mastodon', icon: 'mastodon', url: 'https://social.example/@eva/1', verified: true },
    bodyHtml:
      '<p>“The best interface is a person who knows where the thing is.” Overheard in a hardware shop, and I have thought about little else since.</p>',
    likers: [0, 2],
    otherLikers: 11,
    comments: 2,
    folded: 9,
  },
  {
    by: 1,
    hours: 49,
    said: 'shared a link',
    title: 'The library that lends out rain gauges',
    link: 'https://example.org/gauges',
    linkHost: 'example.org',
    bodyHtml: '<p>Forty households, one spreadsheet, and the best rainfall map the city has.</p>',
    likers: [0],
  },
]

function tagged(...labels: string[]): Pick<EntryView, 'tags' | 'tagsBelow'> {
  const tags = labels.map(label => ({ name: label.toLowerCase(), label, url: `/tags/${label.toLowerCase()}` }))
  return { tags, tagsBelow: tags }
}

function picture(name: string, width: number, alt: string): PictureView {
  return { url: `/pictures/${name}.svg?w=${width * 4}&h=700`, thumbUrl: `/pictures/${name}.svg?w=${width}&h=175`, width, height: 175, alt }
}
