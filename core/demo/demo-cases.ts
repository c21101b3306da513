import { publishEntry } from '../entries/publish-entry.ts'
import type { DemoDecision, DemoIncident } from './demo-community.ts'
import { send } from './demo-deed.ts'
import { actorOf, type DemoStory, timeOf } from './demo-story.ts'
import type { Happening } from './happening.ts'

/** What went wrong: who objected, what moderators decided and why, and what came of objections to that. */
export function cases(story: DemoStory): Happening[] {
  return story.content.community.incidents.flatMap(incident => tell(story, incident))
}

function tell(story: DemoStory, { author, age, body, reports, decisions = [] }: DemoIncident): Happening[] {
  let entryId = ''
  const at = (when: string, run: () => Promise<unknown>): Happening => ({
    at: timeOf(story, when),
    run: async () => {
      await run()
    },
  })
  return [
    at(age, async () => {
      entryId = (await publishEntry(story.site, actorOf(story, author), { body, to: [], uploads: [] })).id
    }),
    ...reports.map(({ by, age: when, ...report }) =>
      at(when, () => send(story, by, '/moderation/reports', { kind: 'entry', id: entryId, ...report })),
    ),
    ...decisions.flatMap(decision => {
      const { by, age: when, appeal, days = 7, label = 'other', ...rest } = decision
      const decide = async (): Promise<unknown> => {
        const found = await newest<{ id: string; version: number }>(story, 'moderation_cases', { subjectId: entryId })
        return found && send(story, by, `/moderation/cases/${found.id}/decisions`, { version: found.version, days, label, ...rest })
      }
      return [at(when, decide), ...(appeal ? objections(story, appeal, () => entryId) : [])]
    }),
  ]
}

/** The member objects, and perhaps another moderator has answered. */
function objections(
  story: DemoStory,
  { age, text, by, settled, outcome, answer }: NonNullable<DemoDecision['appeal']>,
  entryId: () => string,
): Happening[] {
  const decision = () => newest<{ id: string; memberHandle: string }>(story, 'moderation_decisions', { subjectId: entryId() })
  const object = async (): Promise<void> => {
    const found = await decision()
    if (found) await send(story, found.memberHandle, `/moderation/statements/${found.id}/appeal`, { text })
  }
  const settle = async (): Promise<void> => {
    const found = await decision()
    const appeal = found && (await newest<{ id: string }>(story, 'moderation_appeals', { decisionId: found.id }))
    if (appeal) await send(story, by, `/moderation/appeals/${appeal.id}/settlement`, { outcome, answer })
  }
  return [{ at: timeOf(story, age), run: object }, ...(settled ? [{ at: timeOf(story, settled), run: settle }] : [])]
}

/** The row by which an address is made. Nothing where the plugin never was. */
async function newest<Row>({ site }: DemoStory, table: string, where: object): Promise<Row | undefined> {
  if (!site.registry.plugins.has('moderation')) return undefined
  const row: Row | undefined = await site.db(table).where(where).orderBy('createdAt', 'desc').first('*')
  return row
}
