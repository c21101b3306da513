import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Running } from '../serve.ts'
import { type MakeOptions, makeServedSite, type Teardown } from './make-site.ts'

/**
 * A site that listens, with one plugin: that in the folder. `npx tributary plugin test` says in PLUGIN_RUNTIME where its code runs, so
 * that the same tests try it in the sandbox and outside. `pluginFolders` are where plugins that it requires lie.
 *
 * @example const { site, url } = await makePluginSite(t, new URL('..', import.meta.url))
 */
export async function makePluginSite(t: Teardown, folder: URL | string, options: MakeOptions = {}): Promise<Running> {
  const from = resolve(typeof folder === 'string' ? folder : fileURLToPath(folder))
  const place = mkdtempSync(join(tmpdir(), 'tributary-plugin-'))
  const copy = join(place, basename(from))
  cpSync(from, copy, { recursive: true, filter: path => !/\/(test|node_modules|\.git)$/.test(path) })
  writeFileSync(join(place, 'package.json'), '{ "type": "module" }')
  const { PLUGIN_RUNTIME: runtime } = process.env
  const manifest = join(copy, 'plugin.json')
  if (runtime) writeFileSync(manifest, JSON.stringify({ ...(JSON.parse(readFileSync(manifest, 'utf8')) as object), runtime }))
  const running = await makeServedSite(t, { ...options, pluginFolders: [place, ...(options.pluginFolders ?? [])] })
  t.teardown(() => rmSync(place, { recursive: true, force: true }))
  return running
}
