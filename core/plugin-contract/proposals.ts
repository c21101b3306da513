import type { Tally } from '../ballots/count-vote.ts'

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
    /** Several ways to do it, of which the members choose one by ranking. */
    options?: PluginWay[]
    sponsors: string[]
  }): Promise<PluginProposal>
  amend(amendment: { as: string; proposalId: string; input: Record<string, unknown> }): Promise<PluginProposal>
  withdraw(asked: { as: string; proposalId: string }): Promise<void>
  /** Asks for a vote about what would happen by silence. */
  object(asked: { as: string; proposalId: string }): Promise<void>
  /** Wants taken back what happened by silence; as many as a proposal needs take it back. Returns how many are missing. */
  unwant(asked: { as: string; proposalId: string }): Promise<{ left: number }>
  /**
   * Votes, or votes anew: a word where it is yes or no, places by option where options are ranked (`keep` is one), the options that one approves
   * of in an election or a question. Returns the tag under which the ballot is published afterwards.
   */
  vote(ballot: {
    as: string
    proposalId: string
    choice?: PluginChoice
    ranks?: Record<string, number>
    approves?: string[]
  }): Promise<{ tag: string }>
  /** How this member takes part: whether they can vote, and their ballot while the vote is open (`yes`, `2>1=3>keep`, `1,3`). */
  partOf(asked: {
    as: string
    proposalId: string
  }): Promise<{ isElector: boolean; ballot?: { tag: string; choice: string }; canUnwant: boolean; unwants: boolean }>
  /** The ballots of a vote that is over, by tag. */
  ballots(proposalId: string): Promise<{ tag: string; choice: string }[]>
  /** Stands in an election, or names somebody else (`handle`), who is asked. Until the vote opens. */
  stand(asked: { as: string; proposalId: string; handle?: string; statement?: string }): Promise<void>
  /** Stands no longer, or does not want to. */
  leave(asked: { as: string; proposalId: string }): Promise<void>
  /** Who stands in an election, and who was asked and has not answered. */
  candidates(proposalId: string): Promise<PluginCandidate[]>
  /** Who was elected to which role, until when. */
  terms(): Promise<PluginTerm[]>
  /** Does at once, for 72 hours, what members decide about; they vote about keeping it. For who may do such things at all. */
  emergency(asked: {
    as: string
    action: string
    input: Record<string, unknown>
    title: string
    reason: string
  }): Promise<{ proposalId: string }>
  /** What was done in an emergency, the newest first. */
  emergencies(query?: { inForce?: boolean }): Promise<PluginEmergency[]>
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
  rehearse(asked: { action: string; input: Record<string, unknown>; options?: PluginWay[]; as?: string }): Promise<PluginRehearsal>
  /** The member, who holds the permission, does at once what operators decide and `author` suggested. Throws where it is not theirs to decide. */
  carryOut(asked: { as: string; action: string; input: Record<string, unknown>; author: string }): Promise<{ summary: string }>
  /** Whether this member can vote, for each class of changes, and what is missing. */
  standing(asked: { as: string }): Promise<PluginStanding[]>
  /** The rules of the site: its charter, whether it is still being founded, how many can vote. */
  rules(): Promise<PluginRules>
}

export type PluginChoice = 'yes' | 'no' | 'abstain'

/** One of several ways to do something. */
export interface PluginWay {
  /** In a few words. */
  title: string
  input: Record<string, unknown>
}

/** What can be voted for: a way, a candidate, an answer. */
export interface PluginOption {
  /** As it stands on ballots. */
  id: string
  title?: string
  /** The candidate; without a handle when they left. */
  member?: PluginPerson
  input?: Record<string, unknown>
  changes?: PluginChange[]
}

export interface PluginPerson {
  id: string
  handle?: string
  name?: string
}

export interface PluginCandidate {
  member: PluginPerson
  statement?: string
  /** They stand; without it they were asked. */
  acceptedAt?: string
}

export interface PluginTerm {
  member: PluginPerson
  role: string
  /** Of the role, as the site calls it. */
  roleTitle: string
  proposalId: string
  beganAt: string
  endsAt: string
}

export interface PluginEmergency {
  proposalId: string
  action: string
  summary: string
  reason: string
  by?: PluginPerson
  beganAt: string
  endsAt: string
  endedAt?: string
  /** `left`: what it changed had been changed again, so it was not undone. */
  outcome?: 'ratified' | 'undone' | 'left'
}

/** What a vote came to, by its method: counts of yes and no; options in the order of the Schulze method; approvals and who is elected. */
export type PluginTally = Tally

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
  /** `action` is `role.elect` in an election and `poll` in a question; both go by approval. */
  method: 'yes-no' | 'ranked' | 'approval'
  options: PluginOption[]
  /** How many are elected; 0 where nobody is. */
  seats: number
  decides: 'silence' | 'ballot' | 'locked'
  proposedBy?: { id: string; handle: string; name: string }
  state: 'published' | 'voting' | 'passed' | 'failed' | 'executed' | 'void' | 'withdrawn' | 'answered' | 'undone'
  /** What it would ratify. */
  emergency?: PluginEmergency
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
  tally?: PluginTally
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
  hunks?: { sign: '+' | '-' | ' '; text: string; number?: number; parts?: { text: string; differs?: true }[] }[][]
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
  method: 'yes-no' | 'ranked' | 'approval'
  options: PluginOption[]
  seats: number
  changes: PluginChange[]
  /** The member `as` may do it at once in an emergency. */
  canEmergency?: boolean
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
  /** Keys that came after the first one: `changed` is signed by the one before, `replaced` is not, because that was lost. */
  keys: { seq: number; at: string; how: 'changed' | 'replaced'; said: string }[]
  silenceHours: number
  /** The site can write to its members; where it cannot, they have longer to learn of a proposal. */
  hasMail: boolean
  electorate: { ballotDays: number; lockedDays: number; activeDays: number }
  classes: { ballotClass: 'ballot' | 'locked' | 'charter'; rules: PluginVotingRules; electors: number; quorum: number; sponsors: number }[]
}
