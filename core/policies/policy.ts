import { readFileSync } from 'node:fs'
import type { LockedValue } from '../lock/locked-value.ts'
import type { SiteLock } from '../lock/site-lock.ts'

/** The texts of the site that only its members change. Each has a page of its own. */
export const policyKinds = ['privacy', 'terms', 'ownership', 'rules'] as const
export type PolicyKind = (typeof policyKinds)[number]

export const policyTitles: Readonly<Record<PolicyKind, string>> = {
  privacy: 'Privacy policy',
  terms: 'Terms',
  ownership: 'Who owns what',
  rules: 'Community rules',
}

/** What is kept under `policies.privacy`: the text in Markdown. */
export interface Policy {
  text: string
}

/** The policies that every new site begins with, as locked values. */
export function firstPolicies(): Record<string, Policy> {
  const read = (kind: PolicyKind): Policy => ({ text: readFileSync(new URL(`texts/${kind}.md`, import.meta.url), 'utf8') })
  return Object.fromEntries(policyKinds.map(kind => [`policies.${kind}`, read(kind)]))
}

/** The policy that holds at a moment, and the one that is coming. A site that was never set up has none. */
export function policyAt(lock: SiteLock, kind: PolicyKind, now: Date): { current?: LockedValue<Policy>; coming?: LockedValue<Policy> } {
  const [current, coming] = [lock.valueAt<Policy>(`policies.${kind}`, now), lock.comingAfter<Policy>(`policies.${kind}`, now)]
  return { ...(current && { current }), ...(coming && { coming }) }
}
