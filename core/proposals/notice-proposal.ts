import { addNotifications } from '../notifications/add-notifications.ts'
import type { Site } from '../site.ts'
import { findProposal, type Proposal, type ProposalState } from './proposal.ts'

const portion = 500

/** What members hear at each step; `{title}` and `{day}`. A change that happens by silence says so. */
const sentences: Readonly<Partial<Record<ProposalState | 'silence', string>>> = {
  published: 'Proposed, to be discussed until {day}: {title}',
  silence: 'Happens on {day} unless somebody objects: {title}',
  voting: 'You can vote until {day}: {title}',
  passed: 'Passed, takes effect on {day}: {title}',
  failed: 'Did not pass, so nothing changes: {title}',
  executed: 'Done as the members decided: {title}',
  void: 'Decided, but could not be done: {title}',
}

/**
 * Tells everybody who can vote that something is proposed, or went on. Before the first of these, no vote begins. Told twice, it is one
 * notification.
 */
export async function noticeProposal(site: Site, id: string, state: ProposalState = 'published'): Promise<void> {
  const proposal = await findProposal(site.db, id)
  const isFirst = state === 'published'
  if (isFirst && proposal.noticedAt) return
  const sentence = sentences[isFirst && proposal.decides === 'silence' ? 'silence' : state]
  if (!sentence) return
  const about = isFirst ? `proposal:${id}` : `proposal:${id}:${state}`
  for (let after = ''; ; ) {
    const electors: { memberId: string; locale: string | null }[] = await site
      .db('proposal_electors as e')
      .join('members as m', 'm.id', 'e.memberId')
      .where('e.proposalId', id)
      .where('e.memberId', '>', after)
      .orderBy('e.memberId')
      .limit(portion)
      .select('e.memberId', 'm.locale')
    const drafts = electors.map(({ memberId, locale }) => {
      const text = say(site, sentence, proposal, locale ?? 'en')
      return { memberId, kind: 'site' as const, about, told: { title: site.settings.siteName, text, url: `/governance/proposals/${id}` } }
    })
    await addNotifications(site, drafts)
    if (electors.length < portion) break
    after = electors.at(-1)!.memberId
  }
  if (isFirst) await site.db.transaction(trx => trx('proposals').where({ id }).update({ noticedAt: site.now().toISOString() }))
}

function say({ themes }: Site, sentence: string, { title, dueAt }: Proposal, locale: string): string {
  const day = dueAt ? new Intl.DateTimeFormat(locale, { dateStyle: 'long', timeZone: 'UTC' }).format(new Date(dueAt)) : ''
  return themes.translate(sentence, { title, day }, locale).slice(0, 300)
}
