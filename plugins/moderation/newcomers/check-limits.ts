import type { World } from '../moderation.ts'
import { saidInComment, saidInDraft } from '../rules/said.ts'
import { type Limits, limitsOf } from './limits.ts'

/** Tells who is under limits what they cannot publish, and until when, before it is published. Nothing is lost: the form keeps what was written. */
export function checkLimits(world: World): void {
  const { host } = world
  host.filter('entry.checking', async draft => {
    const limits = draft.isPrivate ? undefined : await limitsOf(world, draft.authorId)
    if (!limits) return draft
    const { links } = saidInDraft(draft)
    const text =
      links.length > limits.links
        ? tooMany.links
        : draft.pictures > limits.pictures
          ? tooMany.pictures
          : !draft.entryId && (await anHour(world, draft.authorId)).entries >= limits.entriesAnHour
            ? tooMany.entries
            : undefined
    return text ? { ...draft, refuse: await say(world, text, limits, draft.authorId) } : draft
  })
  host.filter('comment.checking', async comment => {
    const limits = comment.isPrivate ? undefined : await limitsOf(world, comment.authorId)
    if (!limits) return comment
    const { links } = saidInComment(comment)
    const text =
      links.length > limits.links
        ? tooMany.links
        : !comment.commentId && (await anHour(world, comment.authorId)).comments >= limits.commentsAnHour
          ? tooMany.comments
          : undefined
    return text ? { ...comment, refuse: await say(world, text, limits, comment.authorId) } : comment
  })
}

const tooMany = {
  links: 'Until {until} you can put {links} links into one text here. That helps against spam; it ends by itself.',
  pictures: 'Until {until} you can put {pictures} pictures into one entry here. That helps against spam; it ends by itself.',
  entries: 'Until {until} you can share {entries} entries an hour here. Please try again a little later.',
  comments: 'Until {until} you can write {comments} comments an hour here. Please try again a little later.',
}

function say(
  { host }: World,
  text: string,
  { until, links, pictures, entriesAnHour, commentsAnHour }: Limits,
  memberId: string,
): Promise<string> {
  return host.say(text, { until, links, pictures, entries: entriesAnHour, comments: commentsAnHour }, memberId)
}

function anHour({ host, tables }: World, memberId: string): Promise<{ entries: number; comments: number }> {
  return host.subjects.deeds(memberId, new Date(Date.parse(tables.now()) - 3_600_000).toISOString())
}
