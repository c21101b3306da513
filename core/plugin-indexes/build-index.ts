import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { rcompare } from 'semver'
import { invalid } from '../errors.ts'
import { sha256 } from '../packages/package-files.ts'
import { publicKeyOf, readPrivateKey, signText } from '../packages/package-signature.ts'
import { type PluginPackage, readPackage } from '../packages/read-package.ts'
import {
  type IndexedPlugin,
  type IndexedVersion,
  indexFile,
  indexSignaturesFile,
  indexStatement,
  type PluginIndex,
  parseIndex,
  parseSignatures,
  signerOf,
} from './plugin-index.ts'

const folderOfPackages = 'packages'

/**
 * Makes `index.json` of the packages in `packages/`. Title, what was taken back and when a version came stay as they were. Returns the
 * index and whether it differs from before; only then its number grows. Throws invalid for a package that cannot be used.
 */
export async function buildIndex(folder: string, now: Date): Promise<{ index: PluginIndex; changed: boolean }> {
  const before = readIndex(folder)
  const plugins = new Map<string, IndexedPlugin>()
  for (const file of listPackages(folder)) {
    const bytes = readFileSync(join(folder, file))
    const found = await readPackage(bytes).catch(error => {
      throw invalid({ [file]: `${file}: ${(error as Error).message}` })
    })
    addVersion(plugins, found, describeVersion(found, bytes, file, before, now))
  }
  const list = [...plugins.values()].sort((a, b) => (a.name < b.name ? -1 : 1))
  const { title = 'Plugins', revoked = [], serial = 0 } = before ?? {}
  if (before && JSON.stringify(before.plugins) === JSON.stringify(list) && isWritten(folder, before))
    return { index: before, changed: false }
  const index: PluginIndex = { format: 1, title, serial: serial + 1, updatedAt: now.toISOString(), plugins: list, revoked }
  writeFileSync(join(folder, indexFile), asText(index))
  return { index, changed: true }
}

/** Takes versions back: they are not offered any more, and do not run where they are installed. */
export function revokeVersion(folder: string, revoked: PluginIndex['revoked'][number], now: Date): PluginIndex {
  const before = needIndex(folder)
  const others = before.revoked.filter(one => one.name !== revoked.name || one.version !== revoked.version)
  const index = { ...before, serial: before.serial + 1, updatedAt: now.toISOString(), revoked: [...others, revoked] }
  writeFileSync(join(folder, indexFile), asText(index))
  return index
}

/** Signs `index.json`. The signatures of others stay as long as they fit. Returns the public keys that signed it. */
export function signIndex(folder: string, pem: string): string[] {
  needIndex(folder)
  const text = readFileSync(join(folder, indexFile), 'utf8')
  const privateKey = readPrivateKey(pem)
  const key = publicKeyOf(privateKey)
  const others = readSignatures(folder).filter(one => one.key !== key && signerOf(text, [one], [one.key]))
  const signatures = [...others, { key, signature: signText(privateKey, indexStatement(text)) }]
  writeFileSync(join(folder, indexSignaturesFile), `${JSON.stringify(signatures, null, 2)}\n`)
  return signatures.map(one => one.key)
}

/** What is wrong with an index in a folder, one sentence each. */
export async function checkIndex(folder: string): Promise<string[]> {
  const index = needIndex(folder)
  const text = readFileSync(join(folder, indexFile), 'utf8')
  const problems: string[] = []
  const signatures = readSignatures(folder)
  if (!signatures.some(one => signerOf(text, [one], [one.key])))
    problems.push('Nobody signed it as it is now: npx tributary index sign FOLDER --key FILE')
  const listed = new Set<string>()
  for (const plugin of index.plugins) {
    for (const version of plugin.versions) {
      listed.add(version.file)
      problems.push(...(await checkVersion(folder, plugin, version)))
    }
  }
  for (const file of listPackages(folder))
    if (!listed.has(file)) problems.push(`${file} is not in the index: npx tributary index build FOLDER`)
  return problems
}

async function checkVersion(folder: string, plugin: IndexedPlugin, { file, sha256: sum, version }: IndexedVersion): Promise<string[]> {
  const path = join(folder, file)
  if (!existsSync(path)) return [`${file} is in the index, but not in the folder.`]
  const bytes = readFileSync(path)
  if (sha256(bytes) !== sum) return [`${file} was changed since the index was built.`]
  const { manifest } = await readPackage(bytes)
  return manifest.name === plugin.name && manifest.version === version ? [] : [`${file} is another plugin or version than the index says.`]
}

function addVersion(plugins: Map<string, IndexedPlugin>, { manifest, signature }: PluginPackage, version: IndexedVersion): void {
  const { name, title, description, author, homepage, licence } = manifest
  const versions = [...(plugins.get(name)?.versions ?? []), version].sort((a, b) => rcompare(a.version, b.version))
  const isNewest = versions[0] === version
  if (!isNewest) {
    plugins.get(name)!.versions = versions
    return
  }
  plugins.set(name, {
    name,
    title,
    description,
    ...(author && { author }),
    ...(homepage && { homepage }),
    ...(licence && { licence }),
    publisher: signature?.key ?? null,
    versions,
  })
}

function describeVersion(
  { manifest }: PluginPackage,
  bytes: Buffer,
  file: string,
  before: PluginIndex | undefined,
  now: Date,
): IndexedVersion {
  const { name, version, api, runtime, capabilities } = manifest
  const known = before?.plugins.find(one => one.name === name)?.versions.find(one => one.version === version)
  const sum = sha256(bytes)
  if (known && known.sha256 !== sum)
    throw invalid({ [file]: `${file}: version ${version} of ${name} was published with other contents. Give this one a new version.` })
  return {
    version,
    api,
    runtime,
    sha256: sum,
    bytes: bytes.length,
    file,
    publishedAt: known?.publishedAt ?? now.toISOString(),
    capabilities: capabilities.map(capability => ({ ...capability })),
  }
}

function listPackages(folder: string): string[] {
  const path = join(folder, folderOfPackages)
  if (!existsSync(path)) throw invalid({ folder: `${path} should hold the packages, but there is no such folder.` })
  return readdirSync(path)
    .filter(name => name.endsWith('.tributary-plugin.zip'))
    .sort()
    .map(name => `${folderOfPackages}/${name}`)
}

function readIndex(folder: string): PluginIndex | undefined {
  const file = join(folder, indexFile)
  return existsSync(file) ? parseIndex(readFileSync(file, 'utf8')) : undefined
}

function needIndex(folder: string): PluginIndex {
  const index = readIndex(folder)
  if (!index) throw invalid({ folder: `There is no index in ${folder}. Make one: npx tributary index build ${folder}` })
  return index
}

function readSignatures(folder: string): ReturnType<typeof parseSignatures> {
  const file = join(folder, indexSignaturesFile)
  return existsSync(file) ? parseSignatures(readFileSync(file, 'utf8')) : []
}

function isWritten(folder: string, index: PluginIndex): boolean {
  return readFileSync(join(folder, indexFile), 'utf8') === asText(index)
}

function asText(index: PluginIndex): string {
  return `${JSON.stringify(index, null, 2)}\n`
}
