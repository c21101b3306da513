import { readFileSync, realpathSync } from 'node:fs'
import { join, relative, sep } from 'node:path'
import type { Plugin as EsbuildPlugin, Message } from 'esbuild'

/**
 * The code of a plugin as one ES module that imports nothing but `core/api`. A packed one is read as it is; the files of a folder are put
 * together in memory. Throws with file, line and reason when that is impossible, and when a file reaches out of the folder.
 */
export async function bundleSandboxed(folder: string, entry: string): Promise<string> {
  const file = join(folder, entry)
  const text = readFileSync(file, 'utf8')
  if (/\.m?js$/.test(entry) && !/\b(from|import)\s*\(?\s*["'][./]/.test(text)) return text
  const { build } = await import('esbuild')
  try {
    const { outputFiles } = await build({
      entryPoints: [file],
      absWorkingDir: folder,
      bundle: true,
      write: false,
      format: 'esm',
      platform: 'neutral',
      target: 'es2023',
      charset: 'utf8',
      legalComments: 'none',
      tsconfigRaw: '{}',
      define: { require: 'undefined' },
      logLevel: 'silent',
      plugins: [ownFilesOnly(realpathSync(folder))],
    })
    return outputFiles[0]!.text
  } catch (error) {
    const [problem] = (error as { errors?: Message[] }).errors ?? []
    if (!problem) throw error
    const place = problem.location ? `${problem.location.file}:${problem.location.line}: ` : ''
    throw new Error(`${place}${problem.text}`)
  }
}

function ownFilesOnly(folder: string): EsbuildPlugin {
  return {
    name: 'own files only',
    setup(build) {
      build.onResolve({ filter: /.*/ }, ({ path, kind, resolveDir }) => {
        if (kind === 'entry-point') return undefined
        const problem = (text: string) => ({ errors: [{ text }] })
        if (kind === 'dynamic-import') return problem('A sandboxed plugin cannot import something later; import it at the top.')
        if (path === 'core/api') return { path, external: true }
        if (!/^\.\.?\//.test(path)) return problem(`A sandboxed plugin imports its own files and core/api, but not "${path}".`)
        const file = existing(join(resolveDir, path))
        if (!file) return problem(`There is no file "${path}".`)
        const inside = relative(folder, file)
        if (inside.startsWith(`..${sep}`)) return problem(`"${path}" is outside of the plugin's folder.`)
        return { path: file }
      })
    },
  }
}

/** The real path of a file: a link could lead out of the folder. */
function existing(file: string): string | undefined {
  try {
    return realpathSync(file)
  } catch {
    return undefined
  }
}
