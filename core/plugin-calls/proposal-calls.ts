import { listActions, maybeAction } from '../actions/act.ts'
import { type MemberActor, memberActor } from '../actor.ts'
import { settingsSchema } from '../config/settings.ts'
import { mayInEmergency } from '../emergencies/act-in-emergency.ts'
import { forbidden, SiteError } from '../errors.ts'
import { authorityUnder, type BallotClass } from '../lock/charter.ts'
import { countElectors } from '../lock/electorate.ts'
import { initiativeUnder } from '../lock/initiative.ts'
import { quorumOf, sponsorsNeeded } from '../lock/tally.ts'
import { membersDecide } from '../lock/under-lock.ts'
import { standingOf } from '../lock/voting-right.ts'
import { findMemberById } from '../members/member.ts'
import type { Manifest } from '../plugin-contract/manifest.ts'
import type { PluginAction, PluginProposal, PluginProposals, PluginRehearsal } from '../plugin-contract/proposals.ts'
import type { PluginGuard } from '../plugin-health/plugin-guard.ts'
import { amendProposal } from '../proposals/amend-proposal.ts'
import { canCarryOut, carryOut } from '../proposals/carry-out.ts'
import { castBallot, listBallots, maybeBallot, maybePart } from '../proposals/cast-ballot.ts'
import { objectToProposal } from '../proposals/object-to-proposal.ts'
import { pollAction } from '../proposals/poll.ts'
import { countProposals, findProposal, listProposals, type Proposal } from '../proposals/proposal.ts'
import { proposalForm, readProposal } from '../proposals/proposal-form.ts'
import { linesOf } from '../proposals/proposal-lines.ts'
import { publishProposal } from '../proposals/publish-proposal.ts'
import { type Asked, readProposed } from '../proposals/read-proposed.ts'
import { tellChanges, whyUnfit } from '../proposals/tell-changes.ts'
import { canUnwant, unwantProposal } from '../proposals/unwant-proposal.ts'
import { withdrawProposal } from '../proposals/withdraw-proposal.ts'
import type { Site } from '../site.ts'
import { makeElectionCalls } from './election-calls.ts'
import { showProposals } from './show-proposals.ts'

const most = 100
const openStates: ReadonlySet<string> = new Set(['published', 'voting', 'passed'])
const classes: readonly BallotClass[] = ['ballot', 'locked', 'charter']

/** How a plugin lets members decide: every verb is the core's, for the member for whom the plugin is at work. */
export function makeProposalCalls(site: Site, { name }: Manifest, guard: PluginGuard): PluginProposals {
  const actorOf = async (memberId: string): Promise<MemberActor> => {
    if (!guard.actsFor(memberId)) throw forbidden(`The plugin "${name}" may act for a member only while that member uses it.`)
    return memberActor(await findMemberById(site.db, memberId), site.roles)
  }
  const shown = async (proposal: Proposal): Promise<PluginProposal> => (await showProposals(site, [proposal]))[0]!

  return {
    async list({ limit = 30, ...query } = {}) {
      return showProposals(site, await listProposals(site.db, { ...query, limit: Math.max(1, Math.min(most, limit)) }))
    },
    async find(id) {
      const proposal = await findProposal(site.db, String(id)).catch(error => {
        if (error instanceof SiteError) return undefined
        throw error
      })
      if (!proposal) return undefined
      const [view, changes, unfit] = await Promise.all([
        shown(proposal),
        tellChanges(site, proposal),
        openStates.has(proposal.state) ? whyUnfit(site, proposal) : undefined,
      ])
      return { ...view, changes, ...(unfit !== undefined && { unfit }) }
    },
    count: () => countProposals(site.db),
    publish: async ({ as, ...proposal }) => shown(await publishProposal(site, await actorOf(as), proposal)),
    amend: async ({ as, ...amendment }) => shown(await amendProposal(site, await actorOf(as), amendment)),
    withdraw: async ({ as, proposalId }) => withdrawProposal(site, await actorOf(as), { proposalId }),
    object: async ({ as, proposalId }) => objectToProposal(site, await actorOf(as), { proposalId }),
    unwant: async ({ as, proposalId }) => unwantProposal(site, await actorOf(as), { proposalId }),
    vote: async ({ as, ...ballot }) => castBallot(site, await actorOf(as), ballot),
    async partOf({ as, proposalId }) {
      const { id } = await actorOf(as)
      const [ballot, part, proposal] = await Promise.all([
        maybeBallot(site.db, proposalId, id),
        maybePart(site.db, proposalId, id),
        findProposal(site.db, proposalId),
      ])
      const taking = { canUnwant: part !== undefined && canUnwant(proposal, site.now()), unwants: Boolean(part?.unwantedAt) }
      return { isElector: part !== undefined, ...taking, ...(ballot && { ballot }) }
    },
    ...makeElectionCalls(site, actorOf),
    async ballots(proposalId) {
      const { closedAt } = await findProposal(site.db, proposalId)
      return closedAt === null ? [] : listBallots(site.db, proposalId)
    },
    async lines(proposalId) {
      return (await linesOf(site.db, proposalId)).map(({ seq, type, at, hash }) => ({ seq, type, at, hash }))
    },
    actions: async () => [...listActions(site).map(action => actionView(site, action)), question],
    form: async ({ action, input = {}, typed, problems }) => ({
      fields: await proposalForm(site, action, input, { ...(typed && { typed }), ...(problems && { problems }) }),
    }),
    read: async ({ action, body }) => readProposal(site, action, body),
    async carryOut({ as, ...change }) {
      const { summary } = await carryOut(site, await actorOf(as), { ...change, byPlugin: name })
      return { summary }
    },
    rehearse: async ({ as, ...asked }) => rehearsalOf(site, asked, as === undefined ? undefined : await actorOf(as)),
    standing: async ({ as }) => standingOf(site.db, site.lock.charter, (await actorOf(as)).id, site.now()),
    async rules() {
      const { charter, founding, breach, head, keys } = site.lock
      const counted = classes.map(async ballotClass => {
        const rules = charter.rules[ballotClass]
        const electors = await countElectors(site.db, charter, ballotClass, site.now())
        return { ballotClass, rules, electors, quorum: quorumOf(electors, rules), sponsors: sponsorsNeeded(electors, rules) }
      })
      const { preset, silenceHours, electorate } = charter
      const later = keys.flatMap(({ seq, at, how, reason, statement }) =>
        how === 'genesis' ? [] : [{ seq, at, how, said: statement ?? reason ?? '' }],
      )
      return {
        hasMail: site.mailer.enabled,
        preset,
        founding,
        breach,
        head,
        keys: later,
        silenceHours,
        electorate,
        classes: await Promise.all(counted),
      }
    },
  }
}

/** What a change would do, who would decide, and what whoever asks could do about it now. */
async function rehearsalOf(site: Site, asked: Asked, actor: MemberActor | undefined): Promise<PluginRehearsal> {
  const { changes, options, ...proposed } = await readProposed(site, asked)
  const { action, input } = asked
  const electors = await countElectors(site.db, site.lock.charter, proposed.rulesClass, site.now())
  const ways: PluginRehearsal['options'] = []
  for (const option of options) {
    const told = option.input ? await tellChanges(site, { action, input: option.input, changes: option.changes ?? [] }) : []
    ways.push({ ...option, changes: told })
  }
  return {
    ...proposed,
    changes: changes.length === 0 ? [] : await tellChanges(site, { action, input, changes }),
    options: ways,
    ...{ electors, quorum: quorumOf(electors, proposed.rules), sponsors: sponsorsNeeded(electors, proposed.rules) },
    canDo: actor !== undefined && canCarryOut(site, actor, action, input),
    canEmergency: actor !== undefined && mayInEmergency(site, actor, asked),
    permission: maybeAction(site, action)?.permission ?? '',
  }
}

/** A question has the form of an action and does nothing. */
const question: PluginAction = { name: pollAction, title: 'Ask the members a question', decides: 'ballot', parts: [] }

function actionView({ lock: { charter } }: Site, action: ReturnType<typeof listActions>[number]): PluginAction {
  const { name, title, decidedAs = name, authority } = action
  const parts = Object.entries(charter.classes).flatMap(([key, decides]) => {
    const [of, part] = key.split(':')
    return part && of === decidedAs && membersDecide(decides) ? [{ name: part, title: titleOfPart(part), decides }] : []
  })
  const initiative = initiativeUnder(charter, name)
  return { name, title, decides: authorityUnder(charter, { name: decidedAs, authority }), parts, ...(initiative && { initiative }) }
}

function titleOfPart(part: string): string {
  const settings = settingsSchema.properties as Record<string, { title?: string }>
  return part === 'private' ? 'one that learns what is private' : (settings[part]?.title ?? part)
}
