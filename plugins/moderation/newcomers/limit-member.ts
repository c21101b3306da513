import { inDays, type World } from '../moderation.ts'

/** A rule puts a member under the limits of new members for some days. A longer limit that is there stays. */
export async function limitMember(
  world: World,
  { memberId, days, name, why }: { memberId: string; days: number; name: string; why: readonly string[] },
): Promise<void> {
  const until = inDays(world, days)
  await world.tables.transaction(async trx => {
    const before: { until: string } | undefined = await trx<{ memberId: string; until: string }>('moderation_limits')
      .where({ memberId })
      .first('until')
    if (before && before.until >= until) return
    await trx('moderation_limits')
      .insert({ memberId, until, ruleName: name, why: why.join(', ').slice(0, 1000), createdAt: trx.now() })
      .onConflict(['memberId'])
      .merge()
  })
}
