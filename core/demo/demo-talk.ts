import { publishComment } from '../comments/publish-comment.ts'
import { originOf } from '../entries/import-draft.ts'
import { publishEntry } from '../entries/publish-entry.ts'
import { savePictures } from '../entries/save-pictures.ts'
import { likeEntry } from '../likes/like-entry.ts'
import { DemoChance } from './demo-chance.ts'
import type { DemoThread } from './demo-content.ts'
import { bringIn } from './demo-sources.ts'
import { actorOf, type DemoStory, pictureOf, timeOf } from './demo-story.ts'
import type { Happening } from './happening.ts'

const minute = 60_000

/** Entries, and what people say to them and like. */
export function talk(story: DemoStory): Happening[] {
  return story.content.threads.flatMap(thread => tell(story, thread))
}

function tell(story: DemoStory, thread: DemoThread): Happening[] {
  const { age, source } = thread
  const chance = new DemoChance(`${thread.author} ${thread.title ?? ''} ${thread.body.slice(0, 80)}`)
  let entryId = ''
  const here = async (): Promise<string> => {
    entryId ||= await findImported(story, thread)
    return entryId
  }
  // Old news came in when the source was connected. The others come with one of the next fetches.
  const came = source && age > source.connected
  const at = timeOf(story, age) + (source && !came ? Math.min(chance.between(1, 8), age / 3) * minute : 0)
  const start = came ? timeOf(story, source.connected) : at
  const published: Happening = {
    at,
    run: async () => {
      if (source) await bringIn(story, story.sources.get(source)!, [thread], false)
      else entryId = await write(story, thread)
    },
  }
  const times = commentTimes(story, thread, start, chance)
  return [
    ...(came ? [] : [published]),
    ...thread.comments.map(({ author, body }, index) => ({
      at: times[index]!,
      run: async () => {
        await publishComment(story.site, actorOf(story, author), { entry: await here(), body })
      },
    })),
    ...likers(story, thread, start, chance).map((handle, index) => ({
      at: start + Math.min((chance.wait(90) + index * 4 + 1) * minute, (story.end - start) * chance.between(0.05, 0.97)),
      run: async () => likeEntry(story.site, actorOf(story, handle), { entry: await here() }),
    })),
  ]
}

async function write(story: DemoStory, { author, to, body, link, photos }: DemoThread): Promise<string> {
  const actor = actorOf(story, author)
  const files = photos.map(name => ({ field: 'pictures', name: `${name}.jpg`, bytes: pictureOf(story, name) }))
  const uploads = await savePictures(story.site, actor, files)
  const entry = await publishEntry(story.site, actor, { body, to, uploads, ...(link && { link }) })
  return entry.id
}

async function findImported(story: DemoStory, { source, link = '' }: DemoThread): Promise<string> {
  const { type, address, memberId } = story.sources.get(source!)!
  const row: { id: string } | undefined = await story.site
    .db('entries')
    .where({ authorId: memberId, origin: originOf({ type, address }, link) })
    .first('id')
  if (!row) throw new Error(`Demo content: ${link} did not come in.`)
  return row.id
}

/** The first answers come soon, later ones with longer pauses; nobody answers before it was said, and nobody in the future. */
function commentTimes(story: DemoStory, { comments, over }: DemoThread, start: number, chance: DemoChance): number[] {
  const pauses = comments.map((_comment, index) => chance.wait(6 + index * 3) + 1)
  const sum = pauses.reduce((all, pause) => all + pause, 0)
  const room = (story.end - start) / minute
  const wanted = over ?? sum
  const length = Math.min(wanted, room * 0.96)
  let passed = 0
  return pauses.map(pause => {
    passed += pause
    return start + (passed / sum) * length * minute
  })
}

/** Few like much, many like a little; those who are named like it for sure. */
function likers(story: DemoStory, thread: DemoThread, start: number, chance: DemoChance): string[] {
  const { content } = story
  const { author, likedBy } = thread
  const count = thread.likes ?? Math.floor(Math.min(22, chance.wait(4.5)))
  const there = content.members.filter(({ joined }) => timeOf(story, joined) < start)
  const others = there.filter(({ handle }) => handle !== author && !likedBy.includes(handle) && canLike(content, thread, handle))
  // The keeper of the site reads everything and is sparing with hearts.
  const eager = others.map(({ handle, known }) => [chance.next() + (known > 0.9 ? 0.5 : 0), handle] as const).sort((a, b) => a[0] - b[0])
  return [...likedBy, ...eager.map(([, handle]) => handle)].slice(0, Math.max(count, likedBy.length))
}

/** What stands in a private group only is seen by its members alone. */
function canLike({ groups }: DemoStory['content'], { to }: DemoThread, handle: string): boolean {
  const places = groups.filter(group => to.includes(group.handle))
  if (places.length === 0 || places.length < to.length || places.some(({ access }) => access !== 'private')) return true
  return places.some(({ admins, members }) => admins.includes(handle) || members.includes(handle))
}
