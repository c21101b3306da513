import { readArchive } from '../archives/read-archive.ts'
import { invalid } from '../errors.ts'
import { type Manifest, ManifestError, parseManifest } from '../plugin-contract/manifest.ts'
import { checkPackageFiles } from './check-package-files.ts'
import { checksumsName, findDifference, type PackageFiles, readChecksums, sha256, signatureName } from './package-files.ts'
import { checkSignature, type Signature } from './package-signature.ts'

/** A package after everything that can be known from the file alone was checked. None of its code has run. */
export interface PluginPackage {
  /** `1.2.0-0a1b2c3d4e5f`: its version and the beginning of the hash of what is in it. */
  id: string
  manifest: Manifest
  files: PackageFiles
  /** sha256 of the file `CHECKSUMS`, and so of everything. */
  checksums: string
  /** Nothing when nobody signed it. */
  signature?: Signature
}

/** Reads the file of a package. Everything in it is hostile. Throws invalid with the field `file`. */
export async function readPackage(bytes: Buffer): Promise<PluginPackage> {
  return checkPackage(await readArchive(bytes))
}

/** Checks files that claim to be a package. Throws invalid with the field `file`. */
export function checkPackage(files: PackageFiles): PluginPackage {
  const listed = files.get(checksumsName)?.toString()
  if (listed === undefined)
    throw invalid({ file: 'This is no package of a plugin: the file CHECKSUMS is missing. Make one: npx tributary plugin pack' })
  const difference = findDifference(files, readChecksums(listed))
  if (difference) throw invalid({ file: `The package is damaged: ${difference}.` })
  const manifest = readManifest(files.get('plugin.json'))
  const problems = checkPackageFiles([...files.keys()], manifest)
  if (problems.length > 0) throw invalid({ file: problems.slice(0, 5).join(' ') })
  const signed = files.get(signatureName)?.toString()
  const signature = signed === undefined ? undefined : checkSignature(signed, listed, manifest.name)
  const checksums = sha256(listed)
  return { id: `${manifest.version}-${checksums.slice(0, 12)}`, manifest, files, checksums, ...(signature && { signature }) }
}

function readManifest(bytes: Buffer | undefined): Manifest {
  if (!bytes) throw invalid({ file: 'This is no package of a plugin: the file plugin.json is missing.' })
  const text = bytes.toString()
  try {
    return parseManifest(text, 'plugin.json', nameIn(text))
  } catch (error) {
    if (error instanceof ManifestError) throw invalid({ file: error.message })
    throw error
  }
}

/** The name that the manifest gives itself; in a package there is no folder to compare it with. */
function nameIn(text: string): string {
  try {
    return String((JSON.parse(text) as { name?: unknown }).name)
  } catch {
    return ''
  }
}
