import { electionAction } from '../elections/elect-members.ts'
import { maybeEmergencyOf } from '../emergencies/emergency.ts'
import { addNotifications } from '../notifications/add-notifications.ts'
import type { Site } from '../site.ts'
import { pollAction } from './poll.ts'
import { findProposal, type Proposal, type ProposalState } from './proposal.ts'

const portion = 500

/** What members hear at each step; `{title}` and `{day}`. A change that happens by silence says so. */
const sentences: Readonly<Partial<Record<ProposalState | 'silence' | 'emergency' | 'election' | 'question', string>>> = {
  published: 'Proposed, to be discussed until {day}: {title}',
  silence: 'Happens on {day} unless somebody objects: {title}',
  emergency: 'Done in an emergency, and undone on {day} unless you ratify it: {title}',
  election: 'An election. Who wants to stand says so until {day}: {title}',
  question: 'A question to you, answered from {day} on: {title}',
  voting: 'You can vote until {day}: {title}',
  passed: 'Passed, takes effect on {day}: {title}',
  failed: 'Did not pass, so nothing changes: {title}',
  executed: 'Done as the members decided: {title}',
  answered: 'Answered: {title}',
  undone: 'Taken back, because members wanted that: {title}',
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
  const emergency = await maybeEmergencyOf(site.db, id)
  const sentence = sentences[isFirst ? firstOf(proposal, emergency !== undefined) : state]
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
      const text = say(site, sentence, { ...proposal, ...(emergency && { dueAt: emergency.endsAt }) }, locale ?? 'en')
      return {
        memberId,
        kind: isFirst ? ('vote' as const) : ('decision' as const),
        about,
        told: { title: site.settings.siteName, text, url: `/governance/proposals/${id}` },
      }
    })
    await addNotifications(site, drafts)
    if (electors.length < portion) break
    after = electors.at(-1)!.memberId
  }
  if (isFirst) await site.db.transaction(trx => trx('proposals').where({ id }).update({ noticedAt: site.now().toISOString() }))
}

function firstOf({ decides, action }: Proposal, isEmergency: boolean): keyof typeof sentences {
  if (isEmergency) return 'emergency'
  if (action === electionAction) return 'election'
  if (action === pollAction) return 'question'
  return decides === 'silence' ? 'silence' : 'published'
}

function say({ themes }: Site, sentence: string, { title, dueAt }: Proposal, locale: string): string {
  const day = dueAt ? new Intl.DateTimeFormat(locale, { dateStyle: 'long', timeZone: 'UTC' }).format(new Date(dueAt)) : ''
  return themes.translate(sentence, { title, day }, locale).slice(0, 300)
}
