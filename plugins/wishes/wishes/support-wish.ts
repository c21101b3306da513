import { Refused, type World } from '../wishes.ts'
import { findWish } from './wish.ts'

/** A member wants it too. Wanted twice is wanted once. */
export async function supportWish(world: World, id: unknown, memberId: string): Promise<void> {
  const wish = await findWish(world, id)
  if (wish.hiddenAt || wish.state === 'done' || wish.state === 'declined') throw new Refused('This wish is closed.')
  await world.tables.transaction(async trx => {
    await trx('wishes_supports').insert({ wishId: wish.id, memberId, createdAt: trx.now() }).onConflict(['wishId', 'memberId']).ignore()
    await count(trx, wish.id)
  })
}

export async function unsupportWish(world: World, id: unknown, memberId: string): Promise<void> {
  const wish = await findWish(world, id)
  await world.tables.transaction(async trx => {
    await trx('wishes_supports').where({ wishId: wish.id, memberId }).delete()
    await count(trx, wish.id)
  })
}

async function count(trx: World['tables'], wishId: string): Promise<void> {
  const [row] = await trx.rows<{ count: number | string }>('select count(*) as count from wishes_supports where wish_id = ?', [wishId])
  await trx('wishes_wishes')
    .where({ id: wishId })
    .update({ supports: Number(row?.count ?? 0) })
}
