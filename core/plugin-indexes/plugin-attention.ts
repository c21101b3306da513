import { may } from '../actions/permissions.ts'
import type { Actor } from '../actor.ts'
import type { Attention } from '../panel/attention.ts'
import { listPlugins, type PluginView } from '../plugins/list-plugins.ts'
import type { Site } from '../site.ts'
import { findUpdates } from './find-in-indexes.ts'

/** What whoever looks after plugins should know: those that do not run, updates, and that all of them are left out. */
export async function pluginAttention(site: Site, actor: Actor): Promise<Attention[]> {
  if (!may(actor, 'plugins')) return []
  return [...safeMode(site), ...(await brokenPlugins(site, actor)), ...pendingUpdates(site)]
}

function safeMode({ safe }: Site): Attention[] {
  if (!safe) return []
  const fix =
    'It was asked for, or two starts in a row did not come to an end. Switch off the plugin that is to blame, and start the site again without --safe.'
  return [
    { state: 'problem', text: 'The site runs in safe mode: without any plugin.', fix, page: { url: '/admin/plugins', label: 'Plugins' } },
  ]
}

async function brokenPlugins(site: Site, actor: Actor): Promise<Attention[]> {
  const broken = (await listPlugins(site, actor)).filter(({ state }) => state !== 'enabled' && state !== 'disabled')
  return broken.map(plugin => ({
    state: 'problem',
    ...aboutBroken(plugin),
    page: { url: `/admin/plugin?name=${plugin.name}`, label: 'See more' },
  }))
}

function aboutBroken({ name, state, reason = '' }: PluginView): Pick<Attention, 'text' | 'fix' | 'mends'> {
  const on = { action: 'plugin.enable', label: state === 'quarantined' ? 'Switch it on again' : 'Try to start it', input: { name } }
  const off = { action: 'plugin.disable', label: 'Switch it off', input: { name } }
  if (state === 'quarantined')
    return {
      text: `The plugin ${name} was switched off: ${reason}`,
      fix: 'Mend or update it, then switch it on again. If it fails again, it is switched off again.',
      mends: [on, off],
    }
  const text = `The plugin ${name} does not run: ${reason}`
  if (state === 'incompatible') return { text, fix: 'Bring a version that fits this site, or switch it off.', mends: [off] }
  return { text, fix: 'Do what the message says and start it again, or switch it off.', mends: [on, off] }
}

function pendingUpdates(site: Site): Attention[] {
  const updates = findUpdates(site).filter(({ failed }) => failed === undefined)
  if (updates.length === 0) return []
  const names = updates.map(({ plugin }) => plugin.name).join(', ')
  return [
    {
      state: 'warning',
      text: `There are newer versions of plugins: ${names}.`,
      fix: 'Look at what they change, and install them there.',
      page: { url: '/admin/plugin-updates', label: 'See the updates' },
    },
  ]
}
