import { existsSync, readdirSync, rmSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { system } from '../actor.ts'
import { SiteError } from '../errors.ts'
import { installPlugin, updatePlugin } from '../packages/install-plugin.ts'
import { draftSource, readLock } from '../packages/lock-file.ts'
import { packageFolder, storePackage } from '../packages/package-store.ts'
import { readPackage } from '../packages/read-package.ts'
import { removePlugin } from '../packages/remove-plugin.ts'
import { rollbackPluginAction } from '../packages/rollback-plugin.ts'
import type { Site } from '../site.ts'
import { checkPlugin } from './check-plugin.ts'
import { packPlugin, readFolderManifest } from './pack-plugin.ts'

export interface Development {
  /** Ends it, and puts back what ran before. */
  close(): Promise<void>
}

/**
 * Puts the plugin in a folder on the site, and again whenever a file in it is saved; a running site follows within a second. What
 * does not pass its check stays out, and the last good version goes on. `say` hears what happened.
 */
export async function developPlugin(site: Site, folder: string, say: (line: string) => void): Promise<Development> {
  const { name } = readFolderManifest(folder).manifest
  const before = readLock(site.config.dataDir).plugins[name]?.active?.id
  const made = new Set<string>()
  let work = put(site, folder, made, say)
  let seen = stamp(folder)
  // Looking again is less elegant than being told, but editors that write a file anew are not heard on every system.
  const timer = setInterval(() => {
    const now = stamp(folder)
    if (now === seen) return
    seen = now
    work = work.then(() => put(site, folder, made, say))
  }, 150)
  await work
  return {
    async close() {
      clearInterval(timer)
      await work
      const active = readLock(site.config.dataDir).plugins[name]?.active
      if (active?.from === draftSource) {
        if (before) await rollbackPluginAction(site, system, { name, package: before })
        else await removePlugin(site, system, { name, data: 'keep' })
      }
      dropDrafts(site, name, made)
    },
  }
}

/** Packages that were made here and that nothing goes back to. */
function dropDrafts({ config }: Site, name: string, made: ReadonlySet<string>): void {
  const { active, earlier = [] } = readLock(config.dataDir).plugins[name] ?? {}
  const kept = new Set([active, ...earlier].map(version => version?.id))
  for (const id of made) if (!kept.has(id)) rmSync(packageFolder(config, name, id), { recursive: true, force: true })
}

/** Changes whenever a file of the plugin is saved; tests and what is hidden do not count. */
function stamp(folder: string): string {
  if (!existsSync(folder)) return ''
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter(name => !/(^|\/)(test|node_modules|\.)/.test(name))
    .map(name => {
      const stat = statSync(join(folder, name), { throwIfNoEntry: false })
      return stat?.isFile() ? `${name} ${stat.mtimeMs} ${stat.size}` : ''
    })
    .join('\n')
}

async function put(site: Site, folder: string, made: Set<string>, say: (line: string) => void): Promise<void> {
  const began = performance.now()
  try {
    const { errors, warnings } = await checkPlugin(folder)
    if (errors.length > 0) return say(['It stays as it was:', ...errors].join('\n  '))
    const found = await readPackage((await packPlugin(folder)).bytes)
    const { name } = found.manifest
    const active = readLock(site.config.dataDir).plugins[name]?.active
    if (active?.id === found.id) return
    storePackage(site.config, found)
    made.add(found.id)
    await (active ? updatePlugin : installPlugin)(site, system, { name, package: found.id, from: draftSource })
    say(`Swapped in after ${Math.round(performance.now() - began)} ms.${warnings.length > 0 ? `\n  ${warnings.join('\n  ')}` : ''}`)
    // The next one that is saved need not wait for this.
    hear(site, name, found.id, say).catch(() => {})
  } catch (error) {
    if (!(error instanceof SiteError)) throw error
    say(`It stays as it was: ${error.message}`)
  }
}

/** What the running site made of it, when it took it back: it looks every second, and a start may take a while. */
async function hear(site: Site, name: string, id: string, say: (line: string) => void): Promise<void> {
  for (let looked = 0; looked < 40; looked++) {
    await new Promise(resolve => setTimeout(resolve, 200).unref())
    const known = readLock(site.config.dataDir).plugins[name]
    if (known?.active?.id === id) continue
    const failed = known?.earlier.find(version => version.id === id)?.failed
    return failed === undefined ? undefined : say(`The site took it back, and the version before goes on. ${failed}`)
  }
}
