import type { Manifest } from '../plugin-contract/manifest.ts'
import type { PluginMember } from '../plugin-contract/plugin-handlers.ts'
import { readMemberSettings } from '../plugin-data/member-settings.ts'
import { openPluginData } from '../plugin-data/open-plugin-data.ts'
import { openTables } from '../plugin-data/open-tables.ts'
import type { PluginGuard } from '../plugin-health/plugin-guard.ts'
import type { HostCalls } from '../plugin-host/host-calls.ts'
import { readPass } from '../restrictions/outside-pass.ts'
import type { Site } from '../site.ts'
import { makeActCall } from './act-call.ts'
import { makeConsentCalls } from './consent-calls.ts'
import { makeEntryCalls } from './entry-calls.ts'
import { makeNotifyCall, makeSayCall } from './notify-call.ts'
import { listPolicies } from './policy-calls.ts'
import { makeProposalCalls } from './proposal-calls.ts'
import { makeSubjectCalls } from './subject-calls.ts'

/** What one plugin asks of the site. Every call is checked here: what the manifest allows, and for whom the plugin is at work. */
export function makeHostCalls(site: Site, manifest: Manifest, guard: PluginGuard): HostCalls {
  return {
    data: openPluginData(site, manifest),
    tables: openTables(site, manifest.name),
    subjects: makeSubjectCalls(site),
    policies: () => listPolicies(site),
    members: {
      find: idOrHandle => findPluginMember(site, String(idOrHandle)),
      async fromPass(pass) {
        const memberId = readPass(site, String(pass))
        return memberId === undefined ? undefined : findPluginMember(site, memberId, { removed: true })
      },
    },
    entries: makeEntryCalls(site, manifest, guard),
    act: makeActCall(site, manifest, guard),
    proposals: makeProposalCalls(site, manifest, guard),
    consents: makeConsentCalls(site, manifest),
    memberSettings: memberId => readMemberSettings(site, manifest, String(memberId)),

    async addJob(name, input = {}, { key, runAt } = {}) {
      if (!manifest.contributes.jobs.some(job => job.name === name))
        throw new Error(`host.addJob("${name}") needs "${name}" in "contributes.jobs" of plugin.json.`)
      const options = {
        ...(key && { key: `plugin:${manifest.name}:${String(key).slice(0, 120)}` }),
        ...(runAt && { runAt: new Date(runAt) }),
      }
      await site.db.transaction(trx => site.jobs.add(trx, 'plugin-job', { plugin: manifest.name, job: name, input }, options))
    },

    notify: makeNotifyCall(site, manifest),
    say: makeSayCall(site),
  } satisfies HostCalls
}

/** With `removed`, also one whose profile is hidden. */
async function findPluginMember({ db }: Site, idOrHandle: string, { removed = false } = {}): Promise<PluginMember | undefined> {
  const query = db('feeds')
    .where(idOrHandle.length === 36 ? { id: idOrHandle } : { handle: idOrHandle.toLowerCase() })
    .where({ kind: 'member' })
  if (!removed) query.whereNull('removedAt')
  return query.first<PluginMember | undefined>('id', 'handle', 'name', 'createdAt as joinedAt')
}
