import { defineAction } from '../actions/define-action.ts'
import { Type } from '../http/type.ts'
import { maybeLocked, writeLocked } from '../lock/locked-value.ts'
import type { Site } from '../site.ts'
import { type Policy, policyKinds, policyTitles } from './policy.ts'

/** Days between publishing and holding, so that members can read it first. A vote had its own time. */
const noticeDays = 7

/**
 * Publishes a new version of a policy. Locked under every charter: while the site is being founded its admins do it, afterwards a passed
 * proposal. Members are told before it holds.
 */
export const publishPolicy = defineAction({
  name: 'policies.publish',
  title: 'Publish a policy',
  authority: 'locked',
  permission: 'policies',
  input: Type.Object({
    kind: Type.Union(
      policyKinds.map(kind => Type.Literal(kind, { title: policyTitles[kind] })),
      { title: 'Which text' },
    ),
    /** Markdown. */
    text: Type.String({
      title: 'The whole text',
      description: 'Markdown.',
      minLength: 20,
      maxLength: 200_000,
      'x-ui': { widget: 'markdown' },
    }),
  }),
  look: async ({ trx, input: { kind } }) => ({
    [`policies.${kind}`]: (await maybeLocked<Policy>(trx, `policies.${kind}`))?.value.text ?? null,
  }),
  async run({ site, trx, input: { kind, text }, execution }) {
    const key = `policies.${kind}`
    if ((await maybeLocked<Policy>(trx, key))?.value.text === text) return
    const effectiveAt = await whenItHolds(site, key, execution?.kind === 'proposal')
    const { version } = await writeLocked({ site, trx, ...(execution && { execution }) }, { key, value: { text }, effectiveAt })
    await site.announce(trx, 'policy.published', { kind, version, effectiveAt: effectiveAt.toISOString() })
  },
  say: ({ kind }) => `A new version of “${policyTitles[kind]}” is published.`,
  after: site => site.refresh(),
})

/** At once when the members decided, when there was none, or when there is nobody yet who would have to be told. */
async function whenItHolds(site: Site, key: string, wasVoted: boolean): Promise<Date> {
  const now = site.now()
  if (wasVoted || !site.lock.valueAt(key, now)) return now
  const members: { id: string }[] = await site.db('members').whereNull('waitingSince').limit(2).select('id')
  return members.length < 2 ? now : new Date(now.getTime() + noticeDays * 86_400_000)
}
