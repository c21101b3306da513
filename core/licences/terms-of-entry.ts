import { type PolicyKind, policyTitles } from '../policies/policy.ts'
import type { Site } from '../site.ts'

/** What bears on what somebody published: these texts, as they were on that day. */
const bearing: readonly PolicyKind[] = ['ownership', 'terms']

export interface TermsView {
  title: string
  version: number
  url: string
}

/** The versions of the texts under which something was published. They stay the ones that hold for it. */
export function termsAt({ lock }: Pick<Site, 'lock'>, createdAt: string): TermsView[] {
  return bearing.flatMap(kind => {
    const held = lock.valueAt(`policies.${kind}`, new Date(createdAt))
    return held ? [{ title: policyTitles[kind], version: held.version, url: `/${kind}?version=${held.version}` }] : []
  })
}
