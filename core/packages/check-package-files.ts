import type { Manifest } from '../plugin-contract/manifest.ts'

/** Endings of what a machine runs. No plugin needs to bring it. */
const executables = /\.(node|so|dylib|dll|exe|com|bat|cmd|ps1|sh|msi|jar|app|scr|vbs|wasm|php|py)$/i
const readables = /^(README|LICEN[CS]E|CHANGELOG|NOTICE)(\.(md|txt))?$/
const pictures = /\.(png|jpe?g|webp|avif|gif|svg|ico|css|woff2|json|txt|md)$/i

/** Where which files may lie. Everything else has no place in a package. */
const places: Record<string, RegExp> = { templates: /\.hbs$/, locales: /\.json$/, schemas: /\.json$/ }

/**
 * What is wrong with the files of a package, one sentence each. Code outside of the entry, programs, and scripts for the browser of a
 * plugin that does not run in the process are refused: nobody would see them coming.
 */
export function checkPackageFiles(paths: readonly string[], manifest: Manifest): string[] {
  const problems = paths.flatMap(path => whyNot(path, manifest) ?? [])
  if (!isCodeless(manifest) && !paths.includes(manifest.entry))
    problems.push(`"${manifest.entry}" should be the entry of the plugin, but is not there.`)
  return problems
}

/** A declarative plugin has no code. */
export function isCodeless({ runtime }: Manifest): boolean {
  return runtime === 'declarative'
}

function whyNot(path: string, manifest: Manifest): string | undefined {
  if (executables.test(path)) return `"${path}" is a program; packages hold none.`
  const [folder = '', ...rest] = path.split('/')
  if (rest.length === 0) return isRootFile(path, manifest) ? undefined : `"${path}" has no place in a package.`
  if (places[folder]) return places[folder].test(path) ? undefined : `"${path}" should not be in ${folder}/.`
  const isTrusted = manifest.runtime === 'trusted'
  if (folder === 'assets') {
    if (pictures.test(path) || (isTrusted && /\.m?js$/.test(path))) return undefined
    return /\.m?js$/.test(path)
      ? `"${path}" is a script for the browser, which only a trusted plugin may bring.`
      : `"${path}" should not be in assets/.`
  }
  if (folder !== 'migrations') return `"${path}" has no place in a package.`
  if (!isTrusted) return `"${path}" would run inside the site; only a trusted plugin has migrations. Declare collections instead.`
  return /^migrations\/\d{8}_\w+\.js$/.test(path) ? undefined : `"${path}" should not be in migrations/.`
}

function isRootFile(path: string, manifest: Manifest): boolean {
  return (
    ['plugin.json', 'CHECKSUMS', 'SIGNATURE'].includes(path) || readables.test(path) || (path === manifest.entry && !isCodeless(manifest))
  )
}
