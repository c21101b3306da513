import type { Change } from '../actions/action.ts'
import type { EventListener } from '../jobs/outbox.ts'
import type { Delivered, Events } from '../plugin-contract/events.ts'
import { chosenOf } from '../proposals/payload.ts'
import { findProposal } from '../proposals/proposal.ts'
import type { Site } from '../site.ts'
import { isFact } from './operator-facts.ts'
import { type PolicyKind, policyTitles } from './policy.ts'
import { type PolicyNews, tellEveryone } from './tell-everyone.ts'

type News = PolicyNews & Record<string, unknown>

const newVersionText = '“{title}” has a new version, which holds from {day} on. Read what changes before it does.'
const newCharterText = 'The charter, which says who decides about what here, has a new version, which holds from {day} on.'

/**
 * Tells every member, also those who cannot vote, of a new version of a policy and of the charter before it holds, and of what changes about
 * who runs the site. A job does it.
 */
export function policyListener(site: Site): EventListener {
  return {
    name: 'policies',
    events: ['policy.published', 'proposal.advanced', 'action.done'],
    async run(events) {
      const published = payloads(events, 'policy.published').map(newVersion)
      const passed = await decided(site, payloads(events, 'proposal.advanced'))
      const changed = await newFacts(site, payloads(events, 'action.done'))
      await site.db.transaction(async trx => {
        for (const news of [...published, ...passed, ...changed])
          await site.jobs.add(trx, 'tell-everyone', news, { key: `tell-everyone:${news.about}` })
      })
    },
  }
}

/** The job behind it. */
export function handlePolicyJobs(site: Site): void {
  site.jobs.handle('tell-everyone', news => tellEveryone(site, news as unknown as PolicyNews))
}

function newVersion({ kind, version, effectiveAt }: Events['policy.published']): News {
  return {
    about: `policy:${kind}:${version}`,
    text: newVersionText,
    words: { title: policyTitles[kind as PolicyKind] ?? kind },
    day: effectiveAt,
    url: `/${kind}?version=${version}`,
  }
}

/** What passed waits some days before it holds. */
async function decided(site: Site, advanced: readonly Events['proposal.advanced'][]): Promise<News[]> {
  const news: News[] = []
  for (const { proposalId: id, state } of advanced) {
    if (state !== 'passed') continue
    const proposal = await findProposal(site.db, id)
    const { kind } = chosenOf(proposal, proposal.tally ?? undefined).input
    const told = { about: `decided:${id}`, url: `/governance/proposals/${id}`, day: proposal.dueAt ?? site.now().toISOString() }
    if (proposal.action === 'policies.publish')
      news.push({ ...told, text: newVersionText, words: { title: policyTitles[kind as PolicyKind] } })
    if (proposal.action === 'charter.change') news.push({ ...told, text: newCharterText })
  }
  return news
}

async function newFacts(site: Site, done: readonly Events['action.done'][]): Promise<News[]> {
  const ids = done.filter(({ action }) => telling.has(action)).map(({ auditId }) => auditId)
  if (ids.length === 0) return []
  const rows: { id: string; action: string; actorKind: string; changes: string; createdAt: string }[] = await site
    .db('audit_log')
    .whereIn('id', ids)
    .select('id', 'action', 'actorKind', 'changes', 'createdAt')
  const isCharter = ({ action }: { action: string }): boolean => action === 'charter.change'
  // Of what the members decided everybody has heard.
  const charters = rows.filter(row => isCharter(row) && row.actorKind !== 'executor')
  const touching = rows.filter(
    row => !isCharter(row) && (JSON.parse(row.changes) as Change[]).some(({ path }) => isFact(path.replace('settings.', ''))),
  )
  return [
    ...charters.map(({ id, createdAt: day }) => ({ about: `charter:${id}`, text: newCharterText, day, url: '/governance/charter' })),
    ...touching.map(({ id }) => ({
      about: `facts:${id}`,
      text: 'What the privacy policy says about who runs this site, and where your data are, has changed.',
      url: '/privacy#facts',
    })),
  ]
}

const telling: ReadonlySet<string> = new Set(['settings.change', 'settings.save', 'charter.change'])

function payloads<Name extends 'policy.published' | 'proposal.advanced' | 'action.done'>(
  events: readonly Delivered[],
  name: Name,
): Events[Name][] {
  return events.filter(event => event.name === name).map(event => event.payload as Events[Name])
}
