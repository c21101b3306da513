/** The door for the tests of plugins: a real site on a real database, and a visitor who browses it. */
export { type Answer, Browser } from '../testing/browse.ts'
export { type Club, makeClub } from '../testing/make-club.ts'
export { makeMember, signInAs } from '../testing/make-member.ts'
export { makePluginSite } from '../testing/make-plugin-site.ts'
export { type MakeOptions, makeOpenSite, makeServedSite, makeSite, root } from '../testing/make-site.ts'
export { chromium, corpora, suiteNeeds } from '../testing/require-suite.ts'
