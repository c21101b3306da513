import { createHash } from 'node:crypto'
import type { ConsentDeclaration } from '../plugin-contract/contributes.ts'
import type { Registry } from '../plugins/registry.ts'

/** Something that a member may allow and take back, as the core or a plugin asks for it. */
export interface DeclaredConsent extends ConsentDeclaration {
  /** What rows call it: `search-engines`, or `letters/mailing` of a plugin. */
  name: string
  /** The plugin that asks; null for the core. */
  plugin: string | null
  /** What people call the plugin. */
  pluginTitle?: string
  /** Of what the member reads: another sentence is another consent. */
  saysHash: string
}

export const searchEngines = 'search-engines'

const ofCore = declared(null, {
  id: searchEngines,
  title: 'Search engines may show what I publish',
  says: 'Your page, your feed and the pages of your entries. Without it they are asked to leave them out. What you say to the entries of others stands on their pages.',
})

/** Everything that members are asked for at this moment: by the core first, then by the plugins that are on. */
export function listDeclared({ plugins }: Pick<Registry, 'plugins'>): DeclaredConsent[] {
  const ofPlugins = [...plugins.values()].flatMap(({ name, title, contributes }) =>
    contributes.consents.map(consent => ({ ...declared(name, consent), pluginTitle: title })),
  )
  return [ofCore, ...ofPlugins]
}

/** What a plugin asks for under this id; undefined when it does not. */
export function maybeDeclared({ plugins }: Pick<Registry, 'plugins'>, plugin: string, id: string): DeclaredConsent | undefined {
  const consent = plugins.get(plugin)?.contributes.consents.find(one => one.id === id)
  return consent && declared(plugin, consent)
}

function declared(plugin: string | null, { id, title, says }: ConsentDeclaration): DeclaredConsent {
  const saysHash = createHash('sha256').update(`${title}\n${says}`).digest('hex')
  return { id, title, says, plugin, name: plugin ? `${plugin}/${id}` : id, saysHash }
}
