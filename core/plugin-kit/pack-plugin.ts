import { existsSync, lstatSync, readdirSync, readFileSync, statSync } from 'node:fs'
import { basename, extname, join } from 'node:path'
import { writeArchive } from '../archives/write-archive.ts'
import { invalid } from '../errors.ts'
import { checkPackageFiles, isCodeless } from '../packages/check-package-files.ts'
import { checksumsName, type PackageFiles, packageFileName, writeChecksums } from '../packages/package-files.ts'
import { type Manifest, ManifestError, parseManifest } from '../plugin-contract/manifest.ts'
import { bundleEntry } from './bundle-entry.ts'

export interface Packed {
  manifest: Manifest
  fileName: string
  files: PackageFiles
  bytes: Buffer
}

const taken = ['templates', 'locales', 'schemas', 'assets']
const readables = /^(README|LICEN[CS]E|CHANGELOG|NOTICE)(\.(md|txt))?$/

/**
 * Makes the package of the plugin in a folder: the same folder makes the same bytes. Tests and whatever else lies there stay out.
 * Throws invalid, by what is wrong.
 */
export async function packPlugin(folder: string): Promise<Packed> {
  const { manifest, files } = await gatherPlugin(folder)
  const problems = checkPackageFiles([...files.keys()], manifest)
  if (problems.length > 0) throw invalid({ files: problems.join(' ') })
  files.set(checksumsName, Buffer.from(writeChecksums(files)))
  return { manifest, files, fileName: packageFileName(manifest.name, manifest.version), bytes: await writeArchive(files) }
}

/** What belongs into the package, its code bundled; `CHECKSUMS` is not among it. The manifest is the package's. */
export async function gatherPlugin(folder: string): Promise<{ manifest: Manifest; files: PackageFiles }> {
  const { manifest, text } = readFolderManifest(folder)
  const files: PackageFiles = new Map()
  const packed = { ...manifest }
  if (isCodeless(manifest)) files.set('plugin.json', Buffer.from(text))
  else {
    packed.entry = asJavaScript(manifest.entry)
    const written = { ...(JSON.parse(text) as object), entry: packed.entry }
    files.set('plugin.json', Buffer.from(`${JSON.stringify(written, null, 2)}\n`))
    files.set(packed.entry, await bundleEntry(folder, manifest))
  }
  for (const name of readdirSync(folder).filter(name => readables.test(name))) files.set(name, readFileSync(join(folder, name)))
  for (const part of taken) for (const path of listFiles(folder, part)) files.set(path, readFileSync(join(folder, path)))
  for (const path of listFiles(folder, 'migrations'))
    files.set(path.replace(/\.ts$/, '.js'), await bundleEntry(folder, { ...manifest, entry: path }))
  return { manifest: packed, files }
}

/** Reads `plugin.json` of a folder. Throws invalid with the field `manifest`. */
export function readFolderManifest(folder: string): { manifest: Manifest; text: string } {
  const file = join(folder, 'plugin.json')
  if (!existsSync(file)) throw invalid({ manifest: `${file} should say who the plugin is, but there is no such file.` })
  const text = readFileSync(file, 'utf8')
  try {
    return { manifest: parseManifest(text, 'plugin.json', basename(folder)), text }
  } catch (error) {
    if (error instanceof ManifestError) throw invalid({ manifest: error.message })
    throw error
  }
}

function asJavaScript(entry: string): string {
  return `${basename(entry, extname(entry))}.js`
}

/** Paths of the files below a folder, hidden ones left out. Links are not followed: what they lead to is not the plugin's. */
function listFiles(folder: string, part: string): string[] {
  const path = join(folder, part)
  if (!existsSync(path) || lstatSync(path).isSymbolicLink() || !statSync(path).isDirectory()) return []
  return readdirSync(path, { withFileTypes: true })
    .filter(entry => !entry.name.startsWith('.') && !entry.isSymbolicLink())
    .flatMap(entry => (entry.isDirectory() ? listFiles(folder, `${part}/${entry.name}`) : [`${part}/${entry.name}`]))
    .sort()
}
