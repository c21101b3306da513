import type { PluginMember, Subject } from 'core/api'
import { Refused, type World } from '../moderation.ts'
import { type Case, findCase } from './case.ts'

/**
 * Lets a moderator read what only some may see, because it was reported. It stands in the audit log and in the case, and the core tells the author.
 * Everybody who works on the case opens it for themselves.
 */
export async function openPrivate(world: World, id: string, member: PluginMember): Promise<void> {
  const one = await findCase(world, id)
  if (one.memberId === member.id) throw new Refused('This case is about you. Somebody else decides it.')
  if (Number(one.private) === 0) return
  const { entryId } = JSON.parse(one.evidence) as Subject
  const entry = one.subjectKind === 'entry' ? one.subjectId : entryId
  if (!entry) throw new Refused('There is nothing to open.')
  await world.host.act('entry.open', { id: entry }, { as: member.id, reason: `It was reported, and is looked at in the case ${id}.` })
  await world.tables.transaction(trx =>
    trx('moderation_openings')
      .insert({ caseId: id, byId: member.id, byName: member.name, createdAt: trx.now() })
      .onConflict(['caseId', 'byId'])
      .ignore(),
  )
}

/** Throws when somebody decides about something private that they have not read. */
export async function checkOpened({ tables }: World, one: Case, memberId: string): Promise<void> {
  if (Number(one.private) === 0) return
  const opened = await tables('moderation_openings').where({ caseId: one.id, byId: memberId }).first('caseId')
  if (!opened) throw new Refused('This is private. Open the case and read it before you decide.')
}
