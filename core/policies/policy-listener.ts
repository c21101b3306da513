import type { Change } from '../actions/action.ts'
import type { EventListener } from '../jobs/outbox.ts'
import type { Delivered, Events } from '../plugin-contract/events.ts'
import type { Site } from '../site.ts'
import { isFact } from './operator-facts.ts'
import { type PolicyKind, policyTitles } from './policy.ts'
import { type PolicyNews, tellEveryone } from './tell-everyone.ts'

/** Tells every member of a new version of a policy before it holds, and of what changes about who runs the site. A job does it. */
export function policyListener(site: Site): EventListener {
  return {
    name: 'policies',
    events: ['policy.published', 'action.done'],
    async run(events) {
      const published = payloads(events, 'policy.published').map(newVersion)
      const changed = await newFacts(site, payloads(events, 'action.done'))
      await site.db.transaction(async trx => {
        for (const news of [...published, ...changed])
          await site.jobs.add(trx, 'tell-everyone', news, { key: `tell-everyone:${news.about}` })
      })
    },
  }
}

/** The job behind it. */
export function handlePolicyJobs(site: Site): void {
  site.jobs.handle('tell-everyone', news => tellEveryone(site, news as unknown as PolicyNews))
}

function newVersion({ kind, version, effectiveAt }: Events['policy.published']): PolicyNews & Record<string, unknown> {
  return {
    about: `policy:${kind}:${version}`,
    text: '“{title}” has a new version, which holds from {day} on. Read what changes before it does.',
    words: { title: policyTitles[kind as PolicyKind] ?? kind },
    day: effectiveAt,
    url: `/${kind}?version=${version}`,
  }
}

async function newFacts(site: Site, done: readonly Events['action.done'][]): Promise<(PolicyNews & Record<string, unknown>)[]> {
  const ids = done.filter(({ action }) => action === 'settings.change' || action === 'settings.save').map(({ auditId }) => auditId)
  if (ids.length === 0) return []
  const rows: { id: string; changes: string }[] = await site.db('audit_log').whereIn('id', ids).select('id', 'changes')
  const touching = rows.filter(({ changes }) => (JSON.parse(changes) as Change[]).some(({ path }) => isFact(path.replace('settings.', ''))))
  return touching.map(({ id }) => ({
    about: `facts:${id}`,
    text: 'What the privacy policy says about who runs this site, and where your data are, has changed.',
    url: '/privacy#facts',
  }))
}

function payloads<Name extends 'policy.published' | 'action.done'>(events: readonly Delivered[], name: Name): Events[Name][] {
  return events.filter(event => event.name === name).map(event => event.payload as Events[Name])
}
