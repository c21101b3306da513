import { inDays, type World } from '../moderation.ts'
import { isStaff } from '../newcomers/standing.ts'
import { ofText, Patience } from './patience.ts'
import { printOf, type Said } from './said.ts'

/** What rules ask about who says something and what was said before. Each question is asked of the tables once, and only when a rule needs it. */
export interface Knowledge {
  daysHere(): Promise<number>
  /** Entries and comments of the last minutes, this one included. */
  pace(minutes: number): Promise<number>
  /** Which one it is of all that the member wrote here: 1 for the first. */
  place(): Promise<number>
  /** How often the same was said within two days, this time included. */
  repeats(): Promise<number>
  /** Rules do not look at those who look after the site. */
  isStaff(): Promise<boolean>
  /** How long patterns may take. */
  readonly patience: Patience
}

export function knowledgeOf(world: World, said: Said, patience = new Patience(ofText)): Knowledge {
  const { host, tables } = world
  const { memberId, isNew } = said
  const own = isNew ? 1 : 0
  const standing = once(async () => (memberId ? (await host.subjects.members([memberId]))[0] : undefined))
  const deeds = async (since: string): Promise<number> => {
    if (!memberId) return own
    const { entries, comments } = await host.subjects.deeds(memberId, since)
    return entries + comments + own
  }
  return {
    async daysHere() {
      const since = (await standing())?.createdAt
      return since ? Math.max(0, Date.parse(tables.now()) - Date.parse(since)) / 86_400_000 : 0
    },
    pace: minutes => deeds(new Date(Date.parse(tables.now()) - minutes * 60_000).toISOString()),
    place: once(() => deeds('')),
    repeats: once(async () => {
      const print = printOf(said)
      if (!print) return 1
      const rows = await tables('moderation_prints')
        .where({ print })
        .where('createdAt', '>=', inDays(world, -2))
        .limit(100)
        .select('subjectId')
      return rows.length + own
    }),
    isStaff: once(async () => isStaff(world, await standing())),
    patience,
  }
}

function once<Value>(ask: () => Promise<Value>): () => Promise<Value> {
  let answer: Promise<Value> | undefined
  return () => {
    answer ??= ask()
    return answer
  }
}
