import { may } from '../actions/permissions.ts'
import type { Actor } from '../actor.ts'
import type { Attention } from '../panel/attention.ts'
import { listPlugins } from '../plugins/list-plugins.ts'
import type { Site } from '../site.ts'
import { findUpdates } from './find-in-indexes.ts'

/** What whoever looks after plugins should know: those that do not run, updates, and that all of them are left out. */
export async function pluginAttention(site: Site, actor: Actor): Promise<Attention[]> {
  if (!may(actor, 'plugins')) return []
  return [...safeMode(site), ...(await brokenPlugins(site, actor)), ...pendingUpdates(site)]
}

function safeMode({ safe }: Site): Attention[] {
  if (!safe) return []
  const fix = 'It was asked for, or two starts in a row did not come to an end. Switch off what is to blame and start the site again.'
  return [{ state: 'problem', text: 'The site runs in safe mode: without any plugin.', fix, url: '/admin/plugins' }]
}

async function brokenPlugins(site: Site, actor: Actor): Promise<Attention[]> {
  const broken = (await listPlugins(site, actor)).filter(({ state }) => state !== 'enabled' && state !== 'disabled')
  return broken.map(({ name, state, reason = '' }) => ({
    state: 'problem',
    text: state === 'quarantined' ? `The plugin ${name} was switched off: ${reason}` : `The plugin ${name} does not run: ${reason}`,
    fix: 'Mend or update it and switch it on again, or switch it off.',
    url: '/admin/plugins',
  }))
}

function pendingUpdates(site: Site): Attention[] {
  const updates = findUpdates(site)
  if (updates.length === 0) return []
  const names = updates.map(({ plugin }) => plugin.name).join(', ')
  return [
    {
      state: 'warning',
      text: `There are newer versions of plugins: ${names}.`,
      fix: 'Look at what they change.',
      url: '/admin/plugin-updates',
    },
  ]
}
