import { listActions } from '../actions/act.ts'
import { type MemberActor, memberActor } from '../actor.ts'
import { settingsSchema } from '../config/settings.ts'
import { forbidden, SiteError } from '../errors.ts'
import { authorityUnder, type BallotClass, ballotClassOf } from '../lock/charter.ts'
import { countElectors } from '../lock/electorate.ts'
import { decidesWhenProposed, initiativeUnder } from '../lock/initiative.ts'
import { quorumOf, sponsorsNeeded } from '../lock/tally.ts'
import { membersDecide } from '../lock/under-lock.ts'
import { standingOf } from '../lock/voting-right.ts'
import { findMemberById } from '../members/member.ts'
import type { Manifest } from '../plugin-contract/manifest.ts'
import type { PluginAction, PluginProposal, PluginProposals } from '../plugin-contract/proposals.ts'
import type { PluginGuard } from '../plugin-health/plugin-guard.ts'
import { amendProposal } from '../proposals/amend-proposal.ts'
import { canCarryOut, carryOut } from '../proposals/carry-out.ts'
import { castBallot, isElector, listBallots, maybeBallot } from '../proposals/cast-ballot.ts'
import { describeChanges } from '../proposals/describe-changes.ts'
import { objectToProposal } from '../proposals/object-to-proposal.ts'
import { countProposals, findProposal, listProposals, type Proposal } from '../proposals/proposal.ts'
import { proposalForm, readProposal } from '../proposals/proposal-form.ts'
import { linesOf } from '../proposals/proposal-lines.ts'
import { proposable, publishProposal } from '../proposals/publish-proposal.ts'
import { rehearse } from '../proposals/rehearse.ts'
import { rulesFor } from '../proposals/rules-for.ts'
import { tellChanges, whyUnfit } from '../proposals/tell-changes.ts'
import { withdrawProposal } from '../proposals/withdraw-proposal.ts'
import type { Site } from '../site.ts'

const most = 100
const openStates: ReadonlySet<string> = new Set(['published', 'voting', 'passed'])
const classes: readonly BallotClass[] = ['ballot', 'locked', 'charter']

/** How a plugin lets members decide: every verb is the core's, for the member for whom the plugin is at work. */
export function makeProposalCalls(site: Site, { name }: Manifest, guard: PluginGuard): PluginProposals {
  const actorOf = async (memberId: string): Promise<MemberActor> => {
    if (!guard.actsFor(memberId)) throw forbidden(`The plugin "${name}" may act for a member only while that member uses it.`)
    return memberActor(await findMemberById(site.db, memberId), site.roles)
  }
  const shown = async (proposal: Proposal): Promise<PluginProposal> => (await showAll(site, [proposal]))[0]!

  return {
    async list({ limit = 30, ...query } = {}) {
      return showAll(site, await listProposals(site.db, { ...query, limit: Math.max(1, Math.min(most, limit)) }))
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
    vote: async ({ as, ...ballot }) => castBallot(site, await actorOf(as), ballot),
    async partOf({ as, proposalId }) {
      const { id } = await actorOf(as)
      const ballot = await maybeBallot(site.db, proposalId, id)
      return { isElector: await isElector(site.db, proposalId, id), ...(ballot && { ballot }) }
    },
    async ballots(proposalId) {
      const { closedAt } = await findProposal(site.db, proposalId)
      return closedAt === null ? [] : listBallots(site.db, proposalId)
    },
    async lines(proposalId) {
      return (await linesOf(site.db, proposalId)).map(({ seq, type, at, hash }) => ({ seq, type, at, hash }))
    },
    actions: async () => listActions(site).map(action => actionView(site, action)),
    form: async ({ action, input = {}, typed, problems }) => ({
      fields: proposalForm(site, proposable(site, action), input, { ...(typed && { typed }), ...(problems && { problems }) }),
    }),
    read: async ({ action, body }) => readProposal(proposable(site, action), body),
    async carryOut({ as, ...change }) {
      const { summary } = await carryOut(site, await actorOf(as), { ...change, byPlugin: name })
      return { summary }
    },
    async rehearse({ action: actionName, input, as }) {
      const action = proposable(site, actionName)
      const decides = decidesWhenProposed(site, action, input)
      const changes = await rehearse(site, action, input)
      const told = changes.length === 0 ? [] : await tellChanges(site, { action: actionName, input, changes })
      const canDo = as !== undefined && canCarryOut(site, await actorOf(as), actionName, input)
      const rulesClass = ballotClassOf(action.name, decides)
      const rules = rulesFor(site.lock.charter, rulesClass, input)
      const electors = await countElectors(site.db, site.lock.charter, rulesClass, site.now())
      const [quorum, sponsors] = [quorumOf(electors, rules), sponsorsNeeded(electors, rules)]
      return { decides, rulesClass, rules, changes: told, electors, quorum, sponsors, canDo, permission: action.permission }
    },
    standing: async ({ as }) => standingOf(site.db, site.lock.charter, (await actorOf(as)).id, site.now()),
    async rules() {
      const { charter, founding, breach, head } = site.lock
      const counted = classes.map(async ballotClass => {
        const rules = charter.rules[ballotClass]
        const electors = await countElectors(site.db, charter, ballotClass, site.now())
        return { ballotClass, rules, electors, quorum: quorumOf(electors, rules), sponsors: sponsorsNeeded(electors, rules) }
      })
      const { preset, silenceHours, electorate } = charter
      return { preset, founding, breach, head, silenceHours, electorate, classes: await Promise.all(counted) }
    },
  }
}

/** Proposals with who proposed them, in one statement for all. */
async function showAll(site: Site, proposals: readonly Proposal[]): Promise<PluginProposal[]> {
  const ids = [...new Set(proposals.flatMap(({ proposedBy }) => proposedBy ?? []))]
  const people: { id: string; handle: string; name: string }[] =
    ids.length === 0 ? [] : await site.db('feeds').whereIn('id', ids).whereNull('removedAt').select('id', 'handle', 'name')
  const titles = new Map(listActions(site).map(action => [action.name, action.title]))
  return proposals.map(({ proposedBy, changes, ...proposal }) => {
    const person = people.find(({ id }) => id === proposedBy)
    const present = Object.fromEntries(Object.entries(proposal).filter(([, value]) => value !== null)) as unknown as PluginProposal
    return {
      ...present,
      actionTitle: titles.get(proposal.action) ?? proposal.action,
      changes: describeChanges(changes),
      quorum: proposal.tally?.quorum ?? quorumOf(proposal.electors, proposal.rules),
      ...(person && { proposedBy: person }),
    }
  })
}

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
