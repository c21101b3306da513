import { defineAction } from '../actions/define-action.ts'
import { bumpVersion } from '../config/settings-store.ts'
import { conflict, notFound } from '../errors.ts'
import { Type } from '../http/type.ts'
import { findPlugins } from '../plugins/find-plugins.ts'
import { checkBrowser } from './check-install.ts'
import { deletePluginData } from './delete-plugin-data.ts'
import { readLock } from './lock-file.ts'
import { releasePackage } from './lock-package.ts'
import { lookAtPackage } from './package-row.ts'
import { rehearseMigrations } from './rehearse-migrations.ts'

/** Takes an installed plugin off the site, with its data or without. What members wrote with it stays readable. */
export const removePlugin = defineAction({
  name: 'plugin.remove',
  title: 'Remove a plugin',
  authority: 'operations',
  permission: 'plugins',
  input: Type.Object({
    name: Type.String({ minLength: 1, maxLength: 40 }),
    /** `delete` also takes its settings and everything it kept. */
    data: Type.Union([Type.Literal('keep'), Type.Literal('delete')]),
  }),
  look: ({ trx, input }) => lookAtPackage(trx, input.name),
  async run({ site, trx, actor, input: { name, data } }) {
    checkBrowser(site, actor)
    const { active } = readLock(site.config.dataDir).plugins[name] ?? {}
    const inFolder = findPlugins(site).plugins.some(plugin => plugin.name === name && plugin.source === 'folder')
    if (inFolder && !active)
      throw conflict(`The plugin ${name} lies in plugins/. To remove it, delete that folder on the machine; to stop it, switch it off.`)
    if (!active) throw notFound('plugin')
    // A package that was damaged cannot be looked at, and is removed all the same.
    const tables = data === 'delete' ? await rehearseMigrations(site.config, name, active.id).catch(() => []) : []
    if (data === 'delete') await deletePluginData(trx, name, tables)
    await trx('plugin_packages').where({ name }).delete()
    await trx('plugin_states').where({ name }).delete()
    await bumpVersion(trx, 'plugins')
    return { name, version: active.version, data }
  },
  say: ({ name, data }) =>
    `The plugin ${name} is removed. ${data === 'delete' ? 'Its settings and data are deleted.' : 'Its settings and data are kept.'}`,
  async after(site, { input: { name, data } }) {
    await releasePackage(site, name, data)
    await site.refresh()
  },
})
