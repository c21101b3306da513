import { databaseBytes } from '../database/database-size.ts'
import { diskSpace } from '../health/test-storage.ts'
import type { Site } from '../site.ts'
import { hourOf } from './counts.ts'

const days = 60

/** Notes for every hour how much room there is, and forgets what is older than charts show. */
export async function takeSamples(site: Site): Promise<void> {
  const hour = hourOf(site.now())
  const [{ free, total }, database] = await Promise.all([diskSpace(site), databaseBytes(site)])
  const rows = [
    { name: 'disk used', hour, value: Math.round(total - free) },
    { name: 'database bytes', hour, value: Math.round(database) },
  ]
  const before = hourOf(new Date(site.now().getTime() - days * 86_400_000))
  await site.db.transaction(async trx => {
    await trx('counts').insert(rows).onConflict(['name', 'hour']).merge()
    await trx('counts').where('hour', '<', before).delete()
  })
}
