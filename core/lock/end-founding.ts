import { may } from '../actions/permissions.ts'
import { type Actor, isMember } from '../actor.ts'
import { conflict, forbidden } from '../errors.ts'
import type { Site } from '../site.ts'
import { foundingEnds } from './founding.ts'
import { appendLine } from './ledger.ts'

/** Ends founding, for good: from here on the charter says who decides. */
export async function endFounding(site: Site, actor: Actor): Promise<void> {
  if (!may(actor, 'policies')) throw forbidden('Only those who found the site can end its founding.')
  if (!site.lock.founding.open) throw conflict('Founding has ended already.')
  if (!site.settings.setUpAt) throw conflict('The site is not set up yet.')
  await writeEnd(site, isMember(actor) ? 'Those who found the site ended it.' : 'Whoever runs the machine ended it.')
}

/** Ends founding when the site has grown up. */
export async function checkFounding(site: Site): Promise<void> {
  const { lock } = site
  if (!lock.founding.open || !site.settings.setUpAt) return
  const reason = await foundingEnds(site.db, lock.charter, lock.founding.since, site.now())
  if (reason) await writeEnd(site, reason)
}

async function writeEnd(site: Site, reason: string): Promise<void> {
  await site.db.transaction(async trx => {
    const { key } = site.lock
    const rows: { line: string }[] = await trx('ledger').where('line', 'like', '%"type":"founding.ended"%').limit(1).select('line')
    if (rows.length > 0) return
    await appendLine(trx, { key, now: site.now() }, 'founding.ended', { reason })
  })
  await site.refresh()
}
