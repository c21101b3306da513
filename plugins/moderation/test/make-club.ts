import { Browser, makeMember, makePluginSite, signInAs } from 'core/testing'

type Teardown = Parameters<typeof makePluginSite>[0]

/** A site with this plugin and a clock that can be turned on. */
export async function makeClub(t: Teardown, env: Record<string, string> = {}) {
  let time = Date.parse('2026-11-01T12:00:00.000Z')
  const running = await makePluginSite(t, new URL('..', import.meta.url), { env, now: () => new Date(time) })
  const { site, url } = running
  const person = async (handle: string, { days = 100, ...options }: { role?: string; days?: number; password?: string } = {}) => {
    const member = await makeMember(site, handle, options)
    const createdAt = new Date(time - days * 86_400_000).toISOString()
    await site.db.transaction(trx => trx('members').where({ id: member.id }).update({ createdAt }))
    const browser = new Browser(url)
    await signInAs(site, browser, member)
    await browser.get('/settings/profile')
    return { member, browser }
  }
  return {
    ...running,
    person,
    later: (days: number) => {
      time += days * 86_400_000
    },
    /** What the timer does. */
    catchUp: () => (site.registry.provided.get('moderation')!.thing as { catchUp(): Promise<void> }).catchUp(),
    /** A decision about a case as it is now. */
    decide: async ({ browser }: { browser: Browser }, caseId: string, decision: Record<string, string | string[]>) => {
      const { version } = (await site.db('moderation_cases').where({ id: caseId }).first('version')) as { version: number }
      return browser.post(`/moderation/cases/${caseId}/decisions`, { version: String(version), part: 'yes', ...decision })
    },
    caseOf: async (subjectId: string) => (await site.db('moderation_cases').where({ subjectId }).orderBy('id', 'desc').first('*')) as Row,
    lastDecision: async () => (await site.db('moderation_decisions').orderBy('id', 'desc').first('*')) as Row,
  }
}

export type Club = Awaited<ReturnType<typeof makeClub>>
export type Person = Awaited<ReturnType<Club['person']>>
export type Row = Record<'id' | 'version' | 'state', string & number>
