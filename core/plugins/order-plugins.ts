import type { FoundPlugin } from './find-plugins.ts'

export interface PluginOrder {
  /** Every plugin stands after those it requires. */
  ordered: FoundPlugin[]
  /** Why the others cannot start, by name. */
  problems: Map<string, string>
}

/** Puts plugins in the order in which they can start. `off` are names that exist but are switched off. */
export function orderPlugins(plugins: readonly FoundPlugin[], off: ReadonlySet<string> = new Set()): PluginOrder {
  const ordered: FoundPlugin[] = []
  const problems = new Map<string, string>()
  const providers = listProviders(plugins, off, problems)
  const visit = (plugin: FoundPlugin, path: string[]): boolean => {
    if (ordered.includes(plugin)) return true
    if (problems.has(plugin.name)) return false
    const problem = plugin.manifest.requires.map(name => whyMissing(name, plugin, path)).find(text => text !== undefined)
    if (problem === undefined) ordered.push(plugin)
    else problems.set(plugin.name, problem)
    return problem === undefined
  }
  const whyMissing = (required: string, plugin: FoundPlugin, path: string[]): string | undefined => {
    const here = [...path, plugin.name]
    const provider = providers.get(required)
    if (!provider || off.has(provider.name)) return missing(required, provider)
    if (here.includes(provider.name)) return circle([...here.slice(here.indexOf(provider.name)), provider.name])
    if (visit(provider, here)) return undefined
    // Whoever stands in the same circle is told the circle, not that the other cannot start.
    const deeper = problems.get(provider.name) ?? ''
    return deeper.startsWith(circleText) && deeper.includes(`"${plugin.name}"`) ? deeper : `It requires "${required}", which cannot start.`
  }
  for (const plugin of plugins) if (!off.has(plugin.name)) visit(plugin, [])
  return { ordered, problems }
}

/** Who is asked for which name. Of two plugins that offer one name, the second cannot start while the first is on. */
function listProviders(plugins: readonly FoundPlugin[], off: ReadonlySet<string>, problems: Map<string, string>): Map<string, FoundPlugin> {
  const providers = new Map(plugins.map(plugin => [plugin.name, plugin]))
  const lastOff = [...plugins].sort((a, b) => Number(off.has(a.name)) - Number(off.has(b.name)))
  for (const plugin of lastOff) {
    for (const name of plugin.manifest.provides) {
      const other = providers.get(name) ?? plugin
      providers.set(name, other)
      if (other === plugin || off.has(plugin.name)) continue
      problems.set(plugin.name, `It provides "${name}", but so does the plugin "${other.name}". Switch one of them off.`)
    }
  }
  return providers
}

const circleText = 'Plugins require each other in a circle: '

function circle(names: string[]): string {
  return `${circleText}${names.map(name => `"${name}"`).join(' → ')}.`
}

function missing(required: string, provider: FoundPlugin | undefined): string {
  if (!provider) return `It requires "${required}", but no plugin here is or provides that.`
  return `It requires "${required}", but the plugin "${provider.name}" is switched off. Switch it on: npx tributary plugin enable ${provider.name}`
}
