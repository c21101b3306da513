import { SiteError } from '../errors.ts'
import type { Site } from '../site.ts'
import { makePass } from './outside-pass.ts'
import type { Restriction } from './restriction.ts'
import { tellRestriction } from './tell-restriction.ts'

/** Somebody signed in rightly who is suspended or removed. `pass` opens the page that says so, where they can object. */
export class KeptOut extends SiteError {
  readonly pass: string

  constructor(site: Site, restriction: Restriction) {
    super(403, 'restricted', tellRestriction(site, restriction, null))
    this.pass = makePass(site, restriction.memberId)
  }
}
