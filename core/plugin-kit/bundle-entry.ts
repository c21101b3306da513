import { realpathSync } from 'node:fs'
import { isBuiltin } from 'node:module'
import { join, relative } from 'node:path'
import type { Plugin as EsbuildPlugin } from 'esbuild'
import { invalid } from '../errors.ts'
import type { Manifest } from '../plugins/manifest.ts'

/**
 * Puts the entry and everything it imports from its folder into one JavaScript file. Types vanish, `core/api` stays an import.
 * Throws invalid with the field `entry` when it imports what it may not, or cannot be read.
 */
export async function bundleEntry(folder: string, manifest: Manifest, entry: string = manifest.entry): Promise<Buffer> {
  const real = realpathSync(folder)
  // Sites that make no packages do without it.
  const { build } = await import('esbuild')
  try {
    const { outputFiles } = await build({
      absWorkingDir: real,
      entryPoints: [join(real, entry)],
      bundle: true,
      write: false,
      format: 'esm',
      platform: 'neutral',
      mainFields: ['module', 'main'],
      target: 'es2023',
      charset: 'utf8',
      logLevel: 'silent',
      plugins: [stayInside(real, manifest)],
    })
    return Buffer.from(outputFiles[0]!.contents)
  } catch (error) {
    throw invalid({ entry: explain(error) })
  }
}

/** Files of the folder are taken in; the door of the core stays outside; everything else is refused. */
function stayInside(folder: string, { runtime }: Manifest): EsbuildPlugin {
  return {
    name: 'stay-inside',
    setup(build) {
      build.onResolve({ filter: /.*/ }, async ({ path, importer, resolveDir, kind, pluginData }) => {
        if (kind === 'entry-point' || pluginData === 'asked') return undefined
        const from = relative(folder, importer)
        if (path === 'core/api') return { path, external: true }
        if (isBuiltin(path)) {
          if (runtime === 'trusted') return { path, external: true }
          return { errors: [{ text: `${from} imports "${path}", which only a trusted plugin may` }] }
        }
        const found = await build.resolve(path, { kind, importer, resolveDir, pluginData: 'asked' })
        if (found.errors.length > 0) return { errors: [{ text: `${from} imports "${path}", which is not there` }] }
        if (found.path.startsWith(`${folder}/`)) return found
        return { errors: [{ text: `${from} imports "${path}", which lies outside of the plugin's folder` }] }
      })
    },
  }
}

function explain(error: unknown): string {
  const { errors } = error as { errors?: { text: string; location?: { file: string; line: number } | null }[] }
  if (!Array.isArray(errors)) return (error as Error).message
  const lines = errors.map(({ text, location }) => `${text}${location ? ` (${location.file}:${location.line})` : ''}.`)
  return [...new Set(lines)].slice(0, 5).join(' ')
}
