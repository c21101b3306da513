import { addNotifications } from '../notifications/add-notifications.ts'
import { readMemberSettings } from '../plugin-data/member-settings.ts'
import { openPluginData } from '../plugin-data/open-plugin-data.ts'
import type { HostCalls } from '../plugins/host-calls.ts'
import type { Manifest } from '../plugins/manifest.ts'
import type { PluginGuard } from '../plugins/plugin-guard.ts'
import type { PluginMember } from '../plugins/plugin-handlers.ts'
import type { Site } from '../site.ts'
import { makeEntryCalls } from './entry-calls.ts'

/** What one plugin asks of the site. Every call is checked here: what the manifest allows, and for whom the plugin is at work. */
export function makeHostCalls(site: Site, manifest: Manifest, guard: PluginGuard): HostCalls {
  return {
    data: openPluginData(site, manifest),
    members: { find: idOrHandle => findPluginMember(site, String(idOrHandle)) },
    entries: makeEntryCalls(site, manifest, guard),
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

    async notify({ to, kind, about, values = {}, url }) {
      const declared = manifest.contributes.notifications.find(one => one.kind === kind)
      if (!declared) throw new Error(`host.notify needs "${kind}" in "contributes.notifications" of plugin.json.`)
      if (url !== undefined && !/^\/(?![/\\])/.test(url))
        throw new Error(`host.notify: "url" should be a path of this site such as "/ann/3f2a9c", but is ${url}.`)
      const text = declared.text.replaceAll(/\{(\w+)\}/g, (_, name: string) => String(values[name] ?? '')).slice(0, 300)
      const from = { name: manifest.name, title: manifest.title, text, url: url ?? '/notifications' }
      await addNotifications(site, [{ memberId: to, kind: 'plugin', about: `${manifest.name}:${about}`.slice(0, 120), plugin: from }])
    },
  } satisfies HostCalls
}

async function findPluginMember({ db }: Site, idOrHandle: string): Promise<PluginMember | undefined> {
  const found: PluginMember | undefined = await db('feeds')
    .where(idOrHandle.length === 36 ? { id: idOrHandle } : { handle: idOrHandle.toLowerCase() })
    .where({ kind: 'member' })
    .whereNull('removedAt')
    .first('id', 'handle', 'name')
  return found
}
