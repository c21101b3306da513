import type { Static } from 'typebox'
import type { Authority } from '../actions/action.ts'
import { Type } from '../http/type.ts'

/** Who decides about an action: as its authority says, or the members, unless one of them objects in time. */
export type Decides = Authority | 'silence'

const authority = Type.Union([
  Type.Literal('operations'),
  Type.Literal('moderation'),
  Type.Literal('silence'),
  Type.Literal('ballot'),
  Type.Literal('locked'),
])

const days = (minimum: number, maximum = 365) => Type.Integer({ minimum, maximum })

/** How members decide about one class of actions. The least values are the floor that no vote goes below. */
const rulesSchema = Type.Object(
  {
    /** Times K = min(5, ½√N), rounded up, of eligible members who want the vote. */
    sponsors: Type.Integer({ minimum: 1, maximum: 10 }),
    discussionDays: days(2),
    votingDays: days(3, 60),
    /** Yes votes needed: the larger of `quorumRoot` × √N and `quorumShare` × N. */
    quorumRoot: Type.Number({ minimum: 1, maximum: 5 }),
    quorumShare: Type.Number({ minimum: 0, maximum: 0.5 }),
    /** Share of yes among yes and no: more than the half, or at least two thirds or three quarters. */
    threshold: Type.Union([Type.Literal('half'), Type.Literal('two thirds'), Type.Literal('three quarters')]),
    /** Days between the result and its taking effect, in which who disagrees can leave with everything. */
    lockDays: days(1),
    /** Days in which it must take effect after that. */
    graceDays: days(1, 60),
    /** Days until the same may be proposed again after it failed. */
    repeatDays: days(0),
  },
  { additionalProperties: false },
)
export type VotingRules = Static<typeof rulesSchema>

export const charterSchema = Type.Object(
  {
    preset: Type.Union([Type.Literal('steward'), Type.Literal('community'), Type.Literal('assembly'), Type.Literal('own')]),
    /** Who decides, by action (`role.edit`), all actions of a noun (`role.*`), or a part of one (`settings.change:signUp`). */
    classes: Type.Record(Type.String({ pattern: '^[a-z][\\w.-]*(\\.\\*)?(:[\\w.-]+)?$', maxLength: 120 }), authority, {
      additionalProperties: false,
    }),
    /** What operators decide, and members can bring up by themselves: by a vote, or by silence where it is easily undone. */
    initiative: Type.Optional(
      Type.Record(
        Type.String({ pattern: '^[a-z][\\w.-]*(\\.\\*)?$', maxLength: 120 }),
        Type.Union([Type.Literal('silence'), Type.Literal('ballot')]),
        { additionalProperties: false },
      ),
    ),
    rules: Type.Object({ ballot: rulesSchema, locked: rulesSchema, charter: rulesSchema }, { additionalProperties: false }),
    /** Who votes: members for so many days, who were here on so many of the last ninety. */
    electorate: Type.Object(
      { ballotDays: days(7), lockedDays: days(30), activeDays: Type.Integer({ minimum: 1, maximum: 60 }) },
      { additionalProperties: false },
    ),
    /** Hours after which a reversible change happens when nobody objected. */
    silenceHours: Type.Integer({ minimum: 24, maximum: 720 }),
  },
  { additionalProperties: false },
)
export type Charter = Static<typeof charterSchema>

/** What a proposal is about, for which rules hold. */
export type BallotClass = keyof Charter['rules']

/** These are locked under every charter. */
const alwaysLocked = new Set(['policies.publish', 'charter.change'])

/** Who decides about an action, by the charter; what the action itself says where the charter is silent. The strictest of its parts counts. */
export function authorityUnder(
  { classes }: Charter,
  { name, authority: usual }: { name: string; authority: Authority },
  facets: readonly string[] = [],
): Decides {
  if (alwaysLocked.has(name)) return 'locked'
  const noun = `${name.split('.')[0]}.*`
  const whole = classes[name] ?? classes[noun] ?? usual
  const parts = facets.map(facet => classes[`${name}:${facet}`] ?? classes[`${noun}:${facet}`] ?? whole)
  return parts.reduce<Decides>(
    (strictest, part) => (strictness.indexOf(part) > strictness.indexOf(strictest) ? part : strictest),
    parts[0] ?? whole,
  )
}

const strictness: readonly Decides[] = ['operations', 'emergency', 'moderation', 'silence', 'ballot', 'locked']

/** The class of rules under which members vote about an action. */
export function ballotClassOf(name: string, decides: Decides): BallotClass {
  if (name === 'charter.change') return 'charter'
  return decides === 'locked' ? 'locked' : 'ballot'
}

const rules: Charter['rules'] = {
  ballot: {
    sponsors: 1,
    discussionDays: 7,
    votingDays: 7,
    quorumRoot: 1.5,
    quorumShare: 0,
    threshold: 'half',
    lockDays: 2,
    graceDays: 14,
    repeatDays: 30,
  },
  locked: {
    sponsors: 2,
    discussionDays: 14,
    votingDays: 14,
    quorumRoot: 1.5,
    quorumShare: 0.1,
    threshold: 'two thirds',
    lockDays: 14,
    graceDays: 14,
    repeatDays: 90,
  },
  charter: {
    sponsors: 2,
    discussionDays: 21,
    votingDays: 14,
    quorumRoot: 1.5,
    quorumShare: 0.15,
    threshold: 'three quarters',
    lockDays: 30,
    graceDays: 14,
    repeatDays: 180,
  },
}

const electorate: Charter['electorate'] = { ballotDays: 30, lockedDays: 90, activeDays: 7 }

const byCommunity: Charter['classes'] = {
  'role.*': 'ballot',
  'member.role': 'ballot',
  'settings.change:signUp': 'ballot',
  'plugin.install:private': 'ballot',
  'plugin.update:private': 'ballot',
  'plugin.enable:private': 'ballot',
}

const broughtUp: Charter['initiative'] = {
  'look.change-files': 'silence',
  'look.restore': 'silence',
  'page.*': 'silence',
  'theme.activate': 'ballot',
  'settings.change': 'ballot',
  'plugin.install': 'ballot',
  'plugin.update': 'ballot',
  'plugin.remove': 'ballot',
  'plugin.enable': 'ballot',
  'plugin.disable': 'ballot',
}

/** The charters that setup offers. Numbers: `docs/governance.md`. */
export const presets: Readonly<Record<'steward' | 'community' | 'assembly', Charter>> = {
  steward: { preset: 'steward', classes: {}, rules, electorate, silenceHours: 48 },
  community: { preset: 'community', classes: byCommunity, initiative: broughtUp, rules, electorate, silenceHours: 48 },
  assembly: {
    preset: 'assembly',
    classes: {
      ...byCommunity,
      'settings.*': 'ballot',
      'plugin.*': 'ballot',
      'plugin.quarantine': 'operations',
      'look.*': 'silence',
      'theme.*': 'silence',
      'page.*': 'silence',
      'announcement.*': 'operations',
    },
    rules,
    electorate,
    silenceHours: 48,
  },
}
