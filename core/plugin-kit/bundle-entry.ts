import { readFileSync, realpathSync } from 'node:fs'
import { isBuiltin } from 'node:module'
import { join } from 'node:path'
import type { Plugin as EsbuildPlugin, Message, OnResolveArgs, OnResolveResult, PluginBuild } from 'esbuild'
import { invalid } from '../errors.ts'
import type { Manifest } from '../plugin-contract/manifest.ts'

/**
 * Puts the entry and everything it imports from its folder into one JavaScript file, in memory. Types vanish, `core/api` stays an
 * import; a file that is such a one already is read as it is. Throws invalid with the field `entry`, by file and line, when it imports
 * what it may not, or cannot be read.
 */
export async function bundleEntry(folder: string, { runtime, entry }: Pick<Manifest, 'runtime' | 'entry'>): Promise<Buffer> {
  const real = realpathSync(folder)
  const file = join(real, entry)
  const bytes = readFileSync(file)
  if (/\.m?js$/.test(entry) && !/\b(from|import)\s*\(?\s*["'](?!core\/api["'])/.test(bytes.toString())) return bytes
  // Sites without sandboxed plugins that make no packages do without it.
  const { build } = await import('esbuild')
  try {
    const { outputFiles } = await build({
      absWorkingDir: real,
      entryPoints: [file],
      bundle: true,
      write: false,
      format: 'esm',
      platform: 'neutral',
      mainFields: ['module', 'main'],
      target: 'es2023',
      charset: 'utf8',
      tsconfigRaw: '{}',
      ...(runtime !== 'trusted' && { define: { require: 'undefined' } }),
      logLevel: 'silent',
      plugins: [stayInside(real, runtime)],
    })
    return Buffer.from(outputFiles[0]!.contents)
  } catch (error) {
    throw invalid({ entry: explain(error) })
  }
}

/** Files of the folder are taken in; the door of the core stays outside; everything else is refused. */
function stayInside(folder: string, runtime: Manifest['runtime']): EsbuildPlugin {
  return {
    name: 'stay-inside',
    setup(build) {
      build.onResolve({ filter: /.*/ }, async asked => {
        const { path, kind, pluginData } = asked
        if (kind === 'entry-point' || pluginData === 'asked') return undefined
        if (path === 'core/api') return { path, external: true }
        if (runtime !== 'trusted' && kind === 'dynamic-import')
          return refuse('A sandboxed plugin cannot import something later; import it at the top.')
        if (!isBuiltin(path)) return findInside(build, folder, asked)
        return runtime === 'trusted' ? { path, external: true } : refuse(`"${path}" is of Node, and only a trusted plugin may import it.`)
      })
    },
  }
}

async function findInside(build: PluginBuild, folder: string, asked: OnResolveArgs): Promise<OnResolveResult> {
  const { path, kind, importer, resolveDir } = asked
  const found = await build.resolve(path, { kind, importer, resolveDir, pluginData: 'asked' })
  if (found.errors.length > 0) return refuse(`"${path}" is not there.`)
  // A link could lead out of the folder.
  return realpathSync(found.path).startsWith(`${folder}/`) ? found : refuse(`"${path}" is outside of the plugin's folder.`)
}

function refuse(text: string): OnResolveResult {
  return { errors: [{ text }] }
}

function explain(error: unknown): string {
  const { errors } = error as { errors?: Message[] }
  if (!Array.isArray(errors)) return (error as Error).message
  const lines = errors.map(({ text, location }) => `${location ? `${location.file}:${location.line}: ` : ''}${text}`)
  return [...new Set(lines)].slice(0, 5).join(' ')
}
