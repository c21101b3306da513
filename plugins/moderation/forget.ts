import type { World } from './moderation.ts'

/** An account is gone: what was kept about this member goes too, and what they said about others stands without their name. */
export async function forget({ tables }: World, memberId: string): Promise<void> {
  await tables.transaction(async trx => {
    const own = { memberId: null, memberHandle: null }
    await trx('moderation_cases')
      .where({ memberId })
      .update({ ...own, evidence: '{}', summary: '', state: 'closed', openKey: null })
    await trx('moderation_decisions')
      .where({ memberId })
      .update({ ...own, reason: '' })
    await trx('moderation_decisions').where({ byId: memberId }).update({ byId: null, byName: null })
    await trx('moderation_signals')
      .where({ source: 'member', sourceId: memberId })
      .update({ sourceId: trx.raw(`'gone ' || id`), sourceName: 'somebody who left' })
    await trx('moderation_notes').where({ byId: memberId }).update({ byName: 'somebody who left' })
    await trx('moderation_appeals').where({ memberId }).update({ text: '' })
    await trx('moderation_seats').where({ memberId }).whereNull('vote').delete()
    await trx('moderation_jurors').where({ memberId }).delete()
  })
}
