import type { World } from '../moderation.ts'

/** A juror who has left does not vote any more: the seat is free. The manifest has made the seat's member its own id by then. */
export async function freeSeats({ tables }: Pick<World, 'tables'>): Promise<void> {
  await tables.transaction(async trx => {
    await trx('moderation_seats').whereNull('vote').where('memberId', trx.raw('id')).delete()
  })
}
