import { SiteError } from '../errors.ts'
import { makeExecutor } from '../lock/executor-actor.ts'
import { changeSiteRole } from '../members/change-site-role.ts'
import { addNotifications } from '../notifications/add-notifications.ts'
import type { Site } from '../site.ts'
import type { Term } from './term.ts'

/** The routine: takes roles back whose term is over. The last admin goes on until another one is there, for a site needs one. */
export async function endDueTerms(site: Site): Promise<void> {
  if (site.lock.breach.length > 0) return
  const due: (Term & { handle: string; held: string; locale: string | null })[] = await site
    .db('terms as t')
    .join('members as m', 'm.id', 't.memberId')
    .join('feeds as f', 'f.id', 't.memberId')
    .whereNull('t.endedAt')
    .where('t.endsAt', '<=', site.now().toISOString())
    .orderBy('t.endsAt')
    .limit(100)
    .select('t.*', 'f.handle', 'm.role as held', 'm.locale')
  for (const term of due) {
    if (await hasEnded(site, term)) await tell(site, term, 'Your term is over, and with it your role. Thank you for what you did.')
    else await tell(site, term, 'Your term is over. You go on until another admin is elected, because the site needs one.')
  }
}

async function hasEnded(site: Site, { proposalId, handle, role, held }: Term & { handle: string; held: string }): Promise<boolean> {
  if (held !== role) return true
  try {
    await changeSiteRole(site, makeExecutor(), { handle, role: 'member' }, { proposalId, reason: 'The term is over.' })
    return true
  } catch (error) {
    if (error instanceof SiteError && error.code === 'conflict') return false
    throw error
  }
}

/** Told twice, it is one notification. */
function tell(site: Site, { id, memberId, locale }: Term & { locale: string | null }, sentence: string): Promise<void> {
  const text = site.themes.translate(sentence, {}, locale ?? 'en')
  return addNotifications(site, [
    { memberId, kind: 'decision', about: `term:${id}`, told: { title: site.settings.siteName, text, url: '/governance' } },
  ])
}
