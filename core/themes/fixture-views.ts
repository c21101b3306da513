import type { CommentView } from '../comments/comment-view.ts'
import type { EntryView } from '../entries/entry-view.ts'
import type { FeedLink } from '../feeds/feed-view.ts'
import { type FixturePerson, fixtureEntries, fixturePeople } from './fixture-entries.ts'
import type { LookView, PageView } from './page-view.ts'
import type { TemplateViews } from './template-views.ts'

/** Believable views of every template, for checks of themes, previews and measurements. `now` makes times repeatable. */
export function fixtureViews(now = Date.now()): TemplateViews {
  const entries = fixtureEntries.map((entry, index) => makeEntry(entry, index, now))
  const [ann, bob, cem, dita, eva] = fixturePeople.map(makePerson) as [FeedLink, FeedLink, FeedLink, FeedLink, FeedLink]
  const cooks = makePerson(fixturePeople.at(-1)!, fixturePeople.length - 1)
  const to = [
    { id: ann.id, name: 'Your feed', kind: 'member' as const, checked: true },
    { id: cooks.id, name: cooks.name, kind: 'group' as const, checked: false },
  ]
  const licences = [
    { value: 'reserved', name: '', says: 'All rights reserved', selected: true },
    { value: 'CC-BY-4.0', name: 'CC BY 4.0', says: 'May be used and changed, with my name', selected: false },
  ]
  const feed = { entries, nextUrl: '/?before=2', newerUrl: '/?after=1', liveUrl: '/live?feed=home' }
  const formats = [
    { type: 'application/atom+xml' as const, title: 'Atom', url: '/feed.atom' },
    { type: 'application/feed+json' as const, title: 'JSON Feed', url: '/feed.json' },
  ]
  const entry = { ...entries[1]!, comments: makeComments(now, 7), foldedComments: 0 }
  const suggestions = [dita, eva].map((person, index) => ({ ...person, why: index ? 'Writes about rivers' : 'Followed by Bob and Cem' }))
  const group = { ...cooks, access: 'public' as const, relation: 'member' as const }
  const row = { ...group, description: 'What we cook, and how it went.', members: 48, activeAt: hoursAgo(now, 2) }
  return {
    home: { ...feed, formats, shareBox: { to, licences }, suggestions, noSources: true },
    page: { title: 'House rules', bodyHtml: '<p>Be kind. <strong>Stay curious.</strong></p>', publishedAt: hoursAgo(now, 30) },
    feed: { ...feed, title: 'Everyone', intro: 'All public entries of this site.', formats },
    tag: { ...feed, tag: { name: 'rivers', label: 'Rivers', url: '/tags/rivers' }, uses: 1204, formats },
    profile: { ...feed, profile: makeHeader(bob, now), tab: 'entries', formats },
    group: {
      ...feed,
      formats,
      shareBox: { to: to.map(one => ({ ...one, checked: one.kind === 'group' })), licences },
      group: {
        ...group,
        descriptionHtml: '<p>What we cook, how it went, and who ate it.</p>',
        counts: { members: 48, entries: 1204 },
        admins: [cem, dita],
        subscribed: true,
        membersUrl: '/groups/cooks/members',
        createdAt: '2024-03-01T10:00:00.000Z',
      },
    },
    groups: {
      mine: [row],
      others: [
        {
          ...row,
          id: 'g2',
          name: 'Slow readers',
          handle: 'slow-readers',
          url: '/slow-readers',
          initial: 'S',
          hue: 8,
          access: 'private',
          relation: 'not-member',
        },
        {
          ...row,
          id: 'g3',
          name: 'Night trains',
          handle: 'night-trains',
          url: '/night-trains',
          initial: 'N',
          hue: 3,
          relation: 'requested',
        },
      ],
      canCreate: true,
      nextUrl: '/groups?before=2',
    },
    entry: {
      entry,
      terms: [{ title: 'Who owns what', version: 2, url: '/ownership?version=2' }],
      formats,
      liveUrl: '/live?entry=1',
      laterCommentsUrl: `${entry.url}?comments=501`,
    },
    'entry-new': {
      shareBox: {
        to,
        licences,
        values: { body: 'Low water', link: 'delta' },
        problems: { link: 'A link starts with http:// or https://.' },
      },
    },
    'comment-new': { entryId: entry.id, values: { body: 'Yes' }, problems: { body: 'Please use at most 10000 characters.' } },
    notifications: {
      days: [{ label: 'Today', notifications: makeNotifications(now, [bob, cem, dita]) }],
      anyUnread: true,
      nextUrl: '/notifications?before=2',
    },
    'running-code': {
      version: '1.2.0',
      commit: 'f2c1a90b7d3e4f5061728394a5b6c7d8e9f00112',
      compared: 'commit',
      count: 812,
      differs: [
        { path: 'themes/default/home.hbs', how: 'changed' },
        { path: 'plugins/boats/index.ts', how: 'added' },
      ],
      more: 0,
      packages: [{ title: 'Polls', version: '1.0.3', licence: 'MIT' }],
    },
    problem: { status: 404, message: 'There is nothing at this address.', problems: [] },
    'entry-fragment': { entry },
    'entries-fragment': { entries: entries.slice(0, 3) },
    'comments-fragment': { entry },
    'problem-fragment': { status: 409, message: 'You have liked this before.' },
  }
}

/** What every page gets, for a member or a visitor. */
export function fixturePage({ visitor = false, locale = 'en', dir = 'ltr', path = '/' } = {} as Partial<FixturePage>): PageView {
  const me = makePerson(fixturePeople[0]!, 0)
  return {
    site: { name: 'Delta', description: 'A small place for people who make things.', url: 'https://delta.example', version: '0.1.0' },
    ...(visitor ? {} : { me: { ...me, unread: 3, requests: 1, isAdmin: true, isStaff: true } }),
    csrf: 'csrf',
    path,
    locale,
    dir,
    footerPages: [{ title: 'House rules', url: '/pages/house-rules' }],
    menuPages: [{ title: 'About us', url: '/pages/about' }],
    breach: ['Version 1 of the policy “privacy” is not what was decided.'],
    cannotDecide: true,
    announcements: [{ id: 'a1', text: 'We meet at the weir on Sunday.', link: '/pages/about' }],
    groups: visitor ? [] : [makePerson(fixturePeople.at(-1)!, fixturePeople.length - 1)],
    signUp: 'open',
    ...fixtureLook,
  }
}

/** As a look that changes everything. */
export const fixtureLook: LookView = {
  theme: {},
  look: {
    stylesheetUrl: '/assets/looks/delivered/0123456789abcdef.css',
    logoUrl: '/media/logo.webp',
    barColours: { light: '#ffffff', dark: '#000000' },
    aside: 'all',
    welcome: 'Come in.',
  },
}

interface FixturePage {
  visitor: boolean
  locale: string
  dir: 'ltr' | 'rtl'
  path: string
}

function makePerson(person: FixturePerson, index: number): FeedLink {
  const { pictured, ...link } = person
  return {
    ...link,
    id: `person-${index}`,
    url: `/${person.handle}`,
    initial: person.name.charAt(0).toUpperCase(),
    hue: (index * 5) % 12,
    ...(pictured && { pictureUrl: `/pictures/${person.handle}.svg` }),
  }
}

function makeEntry(entry: (typeof fixtureEntries)[number], index: number, now: number): EntryView {
  const people = fixturePeople.map(makePerson)
  const { by, hours, likers = [], otherLikers = 0, comments = 0, folded = 0, to, reason, ...rest } = entry
  const likes = likers.map(at => people[at]!)
  return {
    id: `entry-${index}`,
    shortId: `3f2a${index}`,
    url: `/${people[by]!.handle}/3f2a${index}`,
    author: people[by]!,
    said: '',
    bodyHtml: '',
    long: false,
    pictures: [],
    players: [],
    files: [],
    liked: likers[0] === 0,
    saved: index === 2,
    hidden: false,
    can: { comment: true, like: by !== 0, edit: by === 0, remove: by === 0, hide: by !== 0, save: true },
    ...rest,
    to: to === undefined ? [] : [people[to]!],
    publishedAt: hoursAgo(now, hours),
    createdAt: hoursAgo(now, hours),
    ...(index === 1 && {
      licence: { id: 'CC-BY-SA-4.0' as const, name: 'CC BY-SA 4.0', url: 'https://creativecommons.org/licenses/by-sa/4.0/' },
    }),
    likers: likes,
    otherLikers,
    likeCount: likes.length + otherLikers,
    comments: makeComments(now, comments, index),
    foldedComments: folded,
    commentCount: comments + folded,
    ...(reason && { reason: { kind: reason.kind, person: people[reason.by]! } }),
  }
}

const remarks = [
  'I read this twice. The part about silt is going into my class.',
  'Which lens was that?',
  'The old one, with the scratch. <a href="https://example.org/lens">This one</a>.',
  'Could you bring it on Thursday?',
  'Yes. I will also bring the bread, before anyone asks, and the jar of lemons that nobody has dared to open since August.',
  'Same here.',
  'Thank you for writing this down.',
]

function makeComments(now: number, count: number, from = 0): CommentView[] {
  const people = fixturePeople.map(makePerson)
  return Array.from({ length: count }, (_, index) => {
    const by = (from + index * 2 + 1) % (people.length - 1)
    return {
      id: `comment-${from}-${index}`,
      number: index + 1,
      author: people[by]!,
      bodyHtml: `<p>${remarks[(from + index) % remarks.length]}</p>`,
      createdAt: hoursAgo(now, 1 / (index + 2)),
      can: { edit: by === 0, remove: by === 0 },
    }
  })
}

function makeHeader(person: FeedLink, now: number): TemplateViews['profile']['profile'] {
  return {
    ...person,
    bioHtml: '<p>Hydrologist in Utrecht. Maps, bread, and a boat that is nearly finished.</p>',
    links: [{ title: 'bob.example', url: 'https://bob.example' }],
    sources: [
      { title: 'Mud and maps', service: 'Blog', icon: 'feed', url: 'https://bob.example/blog' },
      { title: 'Boat diary', service: 'YouTube', icon: 'youtube', url: 'https://www.youtube.com/@bob' },
      { title: 'bobv', service: 'GitHub', icon: 'github', url: 'https://github.com/bobv' },
    ],
    counts: { entries: 1284, comments: 3911, likes: 5120, subscribers: 212, subscriptions: 98 },
    joinedAt: hoursAgo(now, 9000),
    private: false,
    relation: 'not-subscribed',
    followsMe: true,
  }
}

function makeNotifications(now: number, people: FeedLink[]): TemplateViews['notifications']['days'][number]['notifications'] {
  const what = { text: 'A map of the old harbour', url: '/ann/3f2a0' }
  const messages = ['{who} commented on {what}', '{who} liked {what}', '{who} wants to follow you']
  return people.map((actor, index) => ({
    id: `notification-${index}`,
    actor,
    people: [actor],
    more: 0,
    message: messages[index]!,
    url: what.url,
    at: hoursAgo(now, index * 3 + 0.4),
    unread: index === 0,
    ...(index < 2 ? { what } : { request: { acceptUrl: '/requests/1', refuseUrl: '/requests/1' } }),
  }))
}

function hoursAgo(now: number, hours: number): string {
  return new Date(now - hours * 3_600_000).toISOString()
}
