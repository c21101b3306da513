import { randomBytes } from 'node:crypto'
import { conflict } from '../errors.ts'
import type { OpenSite } from '../open-site.ts'
import { checkPassword } from '../passwords/check-password.ts'
import { keepToRetention } from '../retention/keep-to-retention.ts'
import type { Site } from '../site.ts'
import { rebuildTimelines } from '../timelines/rebuild-timelines.ts'
import { cases } from './demo-cases.ts'
import type { DemoClock } from './demo-clock.ts'
import { type DemoContent, readDemoContent } from './demo-content.ts'
import { days } from './demo-days.ts'
import { drawDemo } from './demo-drawings.ts'
import { groupings, joinings } from './demo-people.ts'
import { connectings, keepPictures, settleSources } from './demo-sources.ts'
import type { DemoStory } from './demo-story.ts'
import { talk } from './demo-talk.ts'
import { followings } from './demo-ties.ts'
import { proposals } from './demo-votes.ts'
import { wishes } from './demo-wishes.ts'
import { live } from './happening.ts'

export interface DemoOptions {
  /** The same for everybody in the demo; made by chance unless given. */
  password?: string
  /** Pixels of the longer side of pictures. */
  pictureSide?: number
  /** Another story than the one that comes with the program. */
  content?: DemoContent
  /** Says how far it is: a sentence, and a part from 0 to 1. */
  tell?(step: string, part: number): void
}

export interface DemoReport {
  handle: string
  email: string
  password: string
  members: number
  groups: number
  sources: number
  entries: number
  comments: number
  likes: number
  pictures: number
}

/**
 * Fills an empty site with a community that looks lived in: its members did everything themselves, over a year, by the verbs that
 * anybody uses. The clock must be the site's own; it is put to every time at which something happens and stands at the end again.
 */
export async function fillDemo(opened: OpenSite, clock: DemoClock, options: DemoOptions = {}): Promise<DemoReport> {
  const { site } = opened
  const {
    password = `tributary-demo-${randomBytes(6).toString('hex')}`,
    pictureSide = 720,
    content = readDemoContent(),
    tell = () => {},
  } = options
  await refuseUnlessEmpty(site)
  const end = clock.now().getTime()
  // Setting the site up checks it as well, but that is after all the drawing.
  await checkPassword(site, { password, about: [content.members[0]!.handle, content.site.name] })
  const pictures = await drawDemo(content, { side: pictureSide, drawn: (count, all) => tell('Drawing pictures', count / all) })
  const story: DemoStory = { opened, site, content, pictures, password, end, actors: new Map(), sources: new Map(), proposals: new Map() }

  const life = [...joinings(story), ...groupings(story), ...followings(story), ...connectings(story), ...talk(story)]
  const happenings = [...life, ...days(story), ...proposals(story), ...cases(story), ...wishes(story)]
  await live(opened, clock, happenings, part => tell('Living through a year', part))
  clock.put(end)
  await keepPictures(story)
  await settleSources(story)
  await keepToRetention(site)
  await settleReaders(story)
  await rebuildTimelines(site, { progress: (count, all) => tell('Building home feeds', count / all) })
  return report(story)
}

async function refuseUnlessEmpty({ db, settings }: Site): Promise<void> {
  const rows: { count: number | string }[] = await db('feeds').count('id as count')
  const count = Number(rows[0]?.count ?? 0)
  if (count === 0 && !settings.setUpAt) return
  const what = count > 0 ? `members and groups in it: ${count}` : 'it is set up already'
  throw conflict(`The demo needs an empty site, and this one is not empty: ${what}. Try it beside: DATA_DIR=./data-demo npx tributary demo`)
}

/** Everybody was here lately, has read all but the newest and can sign in; nothing of this goes out by mail. */
async function settleReaders({ site, end }: Pick<DemoStory, 'site' | 'end'>): Promise<void> {
  const seenAt = new Date(end - 3_600_000).toISOString()
  const readAt = new Date(end - 25 * 60_000).toISOString()
  await site.db.transaction(async trx => {
    // Checking and hashing one password thirty times would take longer than the rest.
    const first: { passwordHash: string } | undefined = await trx('members').where({ role: 'admin' }).first('passwordHash')
    await trx('members').update({ seenAt, ...first })
    await trx('notifications').where('createdAt', '<', readAt).update({ readAt })
    await trx('notifications').update({ mailAt: null })
  })
}

async function report({ site, content, password, pictures }: DemoStory): Promise<DemoReport> {
  const count = async (table: string): Promise<number> => {
    const rows: { count: number | string }[] = await site.db(table).count('* as count')
    return Number(rows[0]?.count ?? 0)
  }
  const { handle } = content.members[0]!
  return {
    handle,
    email: `${handle}@example.org`,
    password,
    members: await count('members'),
    groups: await count('groups'),
    sources: await count('sources'),
    entries: await count('entries'),
    comments: await count('comments'),
    likes: await count('likes'),
    pictures: pictures.size,
  }
}
