/** Changes of the site that members decide about. The core keeps and counts them; a plugin shows them and lets members take part. */
export interface PluginProposals {
  /** The newest first. At most 100 at once; `after` is the id of the last one of the page before. */
  list(query?: { states?: PluginProposal['state'][]; action?: string; limit?: number; after?: string }): Promise<PluginProposal[]>
  find(id: string): Promise<PluginProposal | undefined>
  /** How many there are in each state. */
  count(): Promise<Record<string, number>>
  /** Puts a change to the members, with the sponsors that the rules ask for. `as` is the member for whom the plugin is at work, here and below. */
  publish(proposal: {
    as: string
    title: string
    action: string
    input: Record<string, unknown>
    sponsors: string[]
  }): Promise<PluginProposal>
  amend(amendment: { as: string; proposalId: string; input: Record<string, unknown> }): Promise<PluginProposal>
  withdraw(asked: { as: string; proposalId: string }): Promise<void>
  /** Asks for a vote about what would happen by silence. */
  object(asked: { as: string; proposalId: string }): Promise<void>
  /** Votes, or votes anew. Returns the tag under which the ballot is published afterwards. */
  vote(ballot: { as: string; proposalId: string; choice: PluginChoice }): Promise<{ tag: string }>
  /** How this member takes part: whether they can vote, and their ballot while the vote is open. */
  partOf(asked: { as: string; proposalId: string }): Promise<{ isElector: boolean; ballot?: { tag: string; choice: PluginChoice } }>
  /** The ballots of a vote that is over, by tag. */
  ballots(proposalId: string): Promise<{ tag: string; choice: PluginChoice }[]>
  /** Lines of the ledger about it, the oldest first. */
  lines(proposalId: string): Promise<{ seq: number; type: string; at: string; hash: string }[]>
  /** What can be changed, and who decides about it. */
  actions(): Promise<PluginAction[]>
  /** The form of an action: with what is so now, or with what was typed. `input` chooses where a form depends on it (the setting, the policy). */
  form(asked: {
    action: string
    input?: Record<string, unknown>
    typed?: Record<string, unknown>
    problems?: Record<string, string>
  }): Promise<{ fields: object[] }>
  /** What somebody typed into the form, as input of the action. Throws invalid, by field. */
  read(asked: { action: string; body: Record<string, unknown> }): Promise<Record<string, unknown>>
  /** What a change would do and who would decide. Throws what keeps it from being done. */
  rehearse(asked: { action: string; input: Record<string, unknown>; as?: string }): Promise<PluginRehearsal>
  /** The member, who holds the permission, does at once what operators decide and `author` suggested. Throws where it is not theirs to decide. */
  carryOut(asked: { as: string; action: string; input: Record<string, unknown>; author: string }): Promise<{ summary: string }>
  /** Whether this member can vote, for each class of changes, and what is missing. */
  standing(asked: { as: string }): Promise<PluginStanding[]>
  /** The rules of the site: its charter, whether it is still being founded, how many can vote. */
  rules(): Promise<PluginRules>
}

export type PluginChoice = 'yes' | 'no' | 'abstain'

/** `half`, `two thirds` or `three quarters` of yes and no are the threshold; quorum counts yes alone. */
export interface PluginVotingRules {
  sponsors: number
  discussionDays: number
  votingDays: number
  quorumRoot: number
  quorumShare: number
  threshold: 'half' | 'two thirds' | 'three quarters'
  lockDays: number
  graceDays: number
  repeatDays: number
}

export interface PluginProposal {
  id: string
  title: string
  action: string
  /** As people call it: "Publish a policy". */
  actionTitle: string
  input: Record<string, unknown>
  payloadHash: string
  changes: PluginChange[]
  rulesClass: 'ballot' | 'locked' | 'charter'
  rules: PluginVotingRules
  decides: 'silence' | 'ballot' | 'locked'
  proposedBy?: { id: string; handle: string; name: string }
  state: 'published' | 'voting' | 'passed' | 'failed' | 'executed' | 'void' | 'withdrawn'
  stateReason?: string
  /** Why it does not fit the state of the site any more, while it is open: only `find` says so. */
  unfit?: string
  electors: number
  /** Yes votes that it needs. */
  quorum: number
  publishedAt: string
  /** When everybody who can vote had been told. */
  noticedAt?: string
  /** When the present state ends by itself. */
  dueAt?: string
  amendments: number
  closedAt?: string
  settledAt?: string
  tally?: {
    yes: number
    no: number
    abstain: number
    electors: number
    quorum: number
    unanimous: boolean
    passed: boolean
  }
}

/** One thing that changes: as values in words, or as a text with what is new and what is gone. */
export interface PluginChange {
  path: string
  title: string
  before?: string
  after?: string
  parts?: { text: string; added?: boolean; removed?: boolean; skipped?: boolean }[]
  /** What it does in sentences, for what is no value: capabilities of a plugin. */
  sentences?: { text: string; change?: 'new' | 'gone' | 'same' }[]
  /** Lines of a file that differ, with a few around them. */
  hunks?: { sign: '+' | '-' | ' '; text: string; number?: number }[][]
}

export interface PluginAction {
  name: string
  title: string
  /** Who decides, where it is the same for all of it. */
  decides: string
  /** Parts of it about which the charter says something else: `signUp` of a setting. */
  parts: { name: string; title: string; decides: string }[]
  /** How members bring up by themselves what operators decide. */
  initiative?: 'silence' | 'ballot'
}

export interface PluginRehearsal {
  decides: string
  rulesClass: 'ballot' | 'locked' | 'charter'
  rules: PluginVotingRules
  changes: PluginChange[]
  /** Members who could vote about it now, the yes votes and the sponsors that it would need. */
  electors: number
  quorum: number
  sponsors: number
  /** Whether the member who asks could do it at once, and what that takes. */
  canDo: boolean
  permission: string
}

export interface PluginStanding {
  ballotClass: 'ballot' | 'locked' | 'charter'
  can: boolean
  daysHere: number
  daysNeeded: number
  activeDays: number
  activeNeeded: number
  longEnoughAt: string
  barred?: 'waiting' | 'leaving' | 'suspended'
}

export interface PluginRules {
  preset: string
  founding: { open: boolean; since: string; endedAt?: string; endedBy?: string }
  breach: readonly string[]
  head: { seq: number; hash: string }
  silenceHours: number
  electorate: { ballotDays: number; lockedDays: number; activeDays: number }
  classes: { ballotClass: 'ballot' | 'locked' | 'charter'; rules: PluginVotingRules; electors: number; quorum: number; sponsors: number }[]
}
