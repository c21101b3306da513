import type { Asset } from '../themes/load-theme.ts'
import type { Registry } from './registry.ts'

/** Files that a plugin serves: path below `assets/` to file and type, and a hash that changes with any of them. */
export interface PluginAssets {
  assets: ReadonlyMap<string, { file: string; type: string }>
  hash: string
}

/** The file behind an address that begins with `/assets/plugins/`. Scripts are those of trusted plugins alone. */
export function findPluginAsset(registry: Registry, path: string): Asset | undefined {
  const [, name = '', hash, file = ''] = /^\/assets\/plugins\/([a-z0-9-]+)\/([0-9a-f]+)\/(.+)$/.exec(path) ?? []
  const known = registry.assets.get(name)
  const asset = known?.assets.get(file)
  if (!known || !asset) return undefined
  if (asset.type.startsWith('text/javascript') && registry.plugins.get(name)?.runtime !== 'trusted') return undefined
  return { ...asset, immutable: hash === known.hash }
}
