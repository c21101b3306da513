import { SiteError } from '../errors.ts'
import { readInput } from '../http/schema.ts'
import type { Site } from '../site.ts'

/** Milliseconds: whoever runs a command waits for it. */
const patience = 600_000

/** Runs a command of a plugin that is on. Throws notFound, and invalid when the input does not fit what the plugin declares. */
export async function runCommand(site: Site, plugin: string, name: string, input: Record<string, unknown>): Promise<unknown> {
  const known = site.registry.commands.get(`${plugin}.${name}`)
  if (!known?.handler) throw new SiteError(404, 'command-not-found', whyNot(site, plugin, name))
  const { handler, guard, declared } = known
  const given = declared.input ? (readInput(declared.input as never, input) as Record<string, unknown>) : {}
  return guard.run(`the command ${name}`, { patience }, () => handler(given))
}

function whyNot({ registry }: Site, plugin: string, name: string): string {
  const manifest = registry.plugins.get(plugin)
  if (!manifest) return `The plugin "${plugin}" is not running. See: npx tributary plugin list`
  const names = manifest.contributes.commands.map(command => command.name)
  return `The plugin "${plugin}" has no command "${name}"; it has ${names.join(', ') || 'none'}.`
}
