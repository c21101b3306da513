import type { Static } from 'typebox'
import { type Actor, isMember } from '../actor.ts'
import { newId } from '../db/new-id.ts'
import { invalid, notFound, unauthorized } from '../errors.ts'
import { Type } from '../http/type.ts'
import { confirmPassword } from '../passwords/confirm-password.ts'
import type { Site } from '../site.ts'
import { type Evidence, evidenceBox } from './evidence.ts'
import { checkMayPurge } from './may-purge.ts'

export const openEvidenceInput = Type.Object({
  id: Type.String({ maxLength: 36 }),
  password: Type.String({ maxLength: 200 }),
  reason: Type.String({ default: '', maxLength: 1000 }),
})
export type OpenEvidenceInput = Static<typeof openEvidenceInput>

/** Opens sealed evidence for somebody who is named for it, with their password and a reason. It stands in its log before it is read. */
export async function openEvidence(site: Site, actor: Actor, { id, password, reason }: OpenEvidenceInput): Promise<Evidence> {
  checkMayPurge(site, actor)
  if (!isMember(actor)) throw unauthorized()
  if (reason.trim() === '') throw invalid({ reason: 'Say why. It stands in the log of this evidence.' })
  await confirmPassword(site, actor, password, 'password')
  const now = site.now().toISOString()
  const row: { sealed: string } | undefined = await site
    .db('sealed_evidence')
    .where({ tombstoneId: id })
    .where('until', '>', now)
    .first('sealed')
  if (!row) throw notFound('evidence')
  const log = { id: newId(), tombstoneId: id, byId: actor.id, byName: actor.member.feed.name, reason: reason.trim(), createdAt: now }
  await site.db.transaction(trx => trx('evidence_openings').insert(log))
  return JSON.parse((await evidenceBox(site)).open({ sealed: row.sealed })) as Evidence
}
