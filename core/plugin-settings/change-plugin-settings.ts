import { defineAction } from '../actions/define-action.ts'
import { bumpVersion } from '../config/settings-store.ts'
import { conflict, notFound } from '../errors.ts'
import { defaultsOf } from '../forms/form-schema.ts'
import { isMarked, markValues, sealValues } from '../forms/seal-values.ts'
import { Type } from '../http/type.ts'
import type { Manifest } from '../plugin-contract/manifest.ts'
import { findPlugins } from '../plugins/find-plugins.ts'
import type { Site } from '../site.ts'
import { checkSettings, settingsRow, storedSettings } from './plugin-settings.ts'

/** Changes settings of a plugin; those that are not named stay, and an empty one goes back to its default. A running plugin is started anew with them. */
export const changePluginSettings = defineAction({
  name: 'plugin.settings',
  title: 'Change the settings of a plugin',
  authority: 'operations',
  permission: 'plugins',
  input: Type.Object({ name: Type.String({ minLength: 1, maxLength: 80 }), values: Type.Record(Type.String(), Type.Unknown()) }),
  async look({ site, trx, input: { name } }) {
    const { settings: schema = {} } = findManifest(site, name)
    const settings = markValues(schema, { ...defaultsOf(schema), ...(await storedSettings(trx, name)) }, site.secrets)
    return Object.fromEntries(Object.entries(settings).map(([key, value]) => [`plugins.${name}.settings.${key}`, value]))
  },
  async run({ site, trx, actor, input: { name, values } }) {
    const manifest = findManifest(site, name)
    if (!manifest.settings) throw conflict(`The plugin "${name}" has no settings.`)
    const given = Object.fromEntries(Object.entries(values).filter(([, value]) => value !== '' && value !== null))
    const kept = await storedSettings(trx, name)
    for (const key of Object.keys(values)) delete kept[key]
    const checked = sealValues(manifest.settings, checkSettings(manifest, given, kept), site.secrets)
    const value = JSON.stringify({ ...kept, ...checked })
    const row = { name: settingsRow(name), value, updatedAt: site.now().toISOString(), updatedBy: actor.id ?? null }
    await trx('settings').insert(row).onConflict('name').merge()
    await bumpVersion(trx, 'plugins')
  },
  say: ({ name }, changes) =>
    `The settings of the plugin ${name} are changed: ${changes.map(({ path }) => path.split('.').at(-1)).join(', ')}.`,
  keep: ({ site, input: { name, values } }) => ({
    name,
    values: markValues(findManifest(site, name).settings ?? {}, values, site.secrets),
  }),
  undo({ name }, changes) {
    // Nobody knows any more what a secret was.
    if (changes.some(({ before, after }) => isMarked(before) || isMarked(after))) return undefined
    const values = changes.map(({ path, before }) => [path.slice(`plugins.${name}.settings.`.length), before] as const)
    return { name: 'plugin.settings', input: { name, values: Object.fromEntries(values) } }
  },
  after: site => site.refresh(),
})

/** The manifest of a plugin on disk. Throws notFound. */
export function findManifest(site: Site, name: string): Manifest {
  const found = findPlugins(site).plugins.find(plugin => plugin.name === name)
  if (!found) throw notFound('plugin')
  return found.manifest
}
