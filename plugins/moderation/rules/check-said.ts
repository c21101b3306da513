import type { World } from '../moderation.ts'
import { whyHold } from './findings.ts'
import { ofBatch, ofText, Patience } from './patience.ts'
import { type Said, saidByJoining, saidInComment, saidInDraft, saidInFetched } from './said.ts'

/** Lets rules hold what is about to be published. They look at what everybody would see, and leave alone what is for a few. */
export function checkSaid(world: World): void {
  const { host } = world
  host.filter('entry.checking', async draft => (draft.isPrivate ? draft : held(world, draft, saidInDraft(draft))))
  host.filter('comment.checking', async comment => (comment.isPrivate ? comment : held(world, comment, saidInComment(comment))))
  host.filter('member.joining', async who => held(world, who, saidByJoining(who)))
  host.filter('entries.importing', async batch => {
    if (batch.isPrivate) return batch
    const entries = []
    const together = new Patience(ofBatch)
    for (const entry of batch.entries)
      entries.push(await held(world, entry, saidInFetched(entry, batch.authorId), new Patience(ofText, together)))
    return { ...batch, entries }
  })
}

async function held<Value extends { hold?: string }>(world: World, value: Value, said: Said, patience?: Patience): Promise<Value> {
  const hold = await whyHold(world, said, patience)
  return hold ? { ...value, hold } : value
}
