import type { PluginPolicy } from '../plugin-contract/host.ts'
import { policyAt, policyKinds, policyTitles } from '../policies/policy.ts'
import type { Site } from '../site.ts'

/** The policies as a plugin reads them: what holds and what is coming, by what the ledger vouches for. */
export async function listPolicies(site: Site): Promise<PluginPolicy[]> {
  return policyKinds.flatMap(kind => {
    const { current, coming } = policyAt(site.lock, kind, site.now())
    if (!current) return []
    const short = ({ version, effectiveAt }: { version: number; effectiveAt: string }) => ({ version, effectiveAt })
    return [{ kind, title: policyTitles[kind], url: `/${kind}`, current: short(current), ...(coming && { coming: short(coming) }) }]
  })
}
