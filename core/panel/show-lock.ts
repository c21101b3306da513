import { may } from '../actions/permissions.ts'
import type { Actor } from '../actor.ts'
import { forbidden } from '../errors.ts'
import { listLocked } from '../lock/locked-value.ts'
import { policyKinds, policyTitles } from '../policies/policy.ts'
import type { Site } from '../site.ts'

/** What of the site only its members change, with every version that it had. */
export interface LockView {
  preset: string
  founding: Site['lock']['founding']
  breach: readonly string[]
  head: { seq: number; hash: string }
  checkedAt: string
  values: { title: string; url: string; proposeUrl: string; versions: { version: number; effectiveAt: string; hash: string }[] }[]
}

/** For those who look after the site: they read it here, and change it like everybody. */
export async function showLock(site: Site, actor: Actor): Promise<LockView> {
  if (!may(actor, 'policies')) throw forbidden('This needs the permission "policies".')
  const { charter, founding, breach, head, checkedAt } = site.lock
  const versionsOf = async (key: string) =>
    (await listLocked(site.db, key)).map(({ version, effectiveAt, valueHash }) => ({ version, effectiveAt, hash: valueHash }))
  const policies = policyKinds.map(async kind => ({
    title: policyTitles[kind],
    url: `/${kind}`,
    proposeUrl: `/governance/propose?action=policies.publish&kind=${kind}`,
    versions: await versionsOf(`policies.${kind}`),
  }))
  const itself = { title: 'Charter', url: '/governance/charter', proposeUrl: '/governance/propose?action=charter.change' }
  const values = [...(await Promise.all(policies)), { ...itself, versions: await versionsOf('charter') }]
  return { preset: charter.preset, founding, breach, head, checkedAt, values }
}
