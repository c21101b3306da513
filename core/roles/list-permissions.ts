import { type CorePermission, type Permission, permissions } from '../actions/permissions.ts'
import type { Site } from '../site.ts'

/** A permission as people read it. */
export interface PermissionView {
  name: Permission
  title: string
  hint: string
  /** Title of the plugin that brings it; none for the core's. */
  plugin?: string
}

const words: Record<CorePermission, { title: string; hint: string }> = {
  settings: { title: 'Settings', hint: 'Changes what the site is called, who may sign up, and everything else that can be set.' },
  appearance: { title: 'Appearance', hint: 'Chooses and changes themes.' },
  plugins: { title: 'Plugins', hint: 'Installs plugins, switches them on and off, and sets them up.' },
  members: {
    title: 'Members',
    hint: 'Sees all accounts with their e-mail addresses, lets people in, ends sessions, takes invitations back.',
  },
  roles: { title: 'Roles', hint: 'Gives and makes roles, up to what they may do themselves.' },
  policies: {
    title: 'Policies and charter',
    hint: 'While the site is being founded: publishes policies and sets the charter. Afterwards the members decide.',
  },
  content: { title: 'Content', hint: 'Sees what is public in lists, removes it and brings it back, writes pages and announcements.' },
  moderation: {
    title: 'Moderation',
    hint: 'Warns, silences, suspends and removes members, hides and labels what they wrote, and bans addresses, each with a reason.',
  },
  sources: { title: 'Sources', hint: 'Sees the health of all sources, pauses them and has them fetched.' },
  'audit log': { title: 'Audit log', hint: 'Reads who changed what about the site.' },
  system: { title: 'System', hint: 'Jobs, backups, maintenance, and what the machine does.' },
}

/** Every permission there is now: the core's, then those that plugins brought. */
export function listPermissions({ registry }: Site): PermissionView[] {
  const ofPlugins = registry.permissions.map(({ id, title, plugin }): PermissionView => {
    return { name: id as Permission, title, hint: '', plugin: registry.plugins.get(plugin)?.title ?? plugin }
  })
  return [...permissions.map(name => ({ name, ...words[name] })), ...ofPlugins]
}
