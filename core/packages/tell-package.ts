import type { Told } from '../actions/action.ts'
import { system } from '../actor.ts'
import type { Site } from '../site.ts'
import { diffText } from '../theme-editor/diff-text.ts'
import { readLock } from './lock-file.ts'
import { checksumsName, type PackageFiles, signatureName } from './package-files.ts'
import { readStoredPackage } from './package-store.ts'
import type { PluginPackage } from './read-package.ts'
import { type Compared, describePackage } from './review-package.ts'

/** The most lines of source that are shown. Files beyond that are named. */
const mostLines = 2500
const mostKept = 6
const kept = new Map<string, Told[]>()

/**
 * What a package may do, adds and keeps, in sentences, and how its source differs from that of the version before it. Read from what
 * lies here and was checked, not from what somebody says about it. Throws notFound when it lies here no more.
 */
export function tellPackage(site: Site, { name, package: id }: { name: string; package: string }): Told[] {
  const base = versionBefore(site, name, id)
  const key = [site.config.dataDir, name, id, base].join('\n')
  const known = kept.get(key)
  if (known) return known
  const told = describe(site, readStoredPackage(site.config, name, id), base ? maybeStored(site, name, base) : undefined)
  kept.set(key, told)
  if (kept.size > mostKept) kept.delete(kept.keys().next().value!)
  return told
}

/** The version that is installed, or that was before this one. */
function versionBefore({ config }: Site, name: string, id: string): string | undefined {
  const { active, earlier = [] } = readLock(config.dataDir).plugins[name] ?? {}
  return active && active.id !== id ? active.id : earlier.find(version => version.id !== id)?.id
}

function maybeStored(site: Site, name: string, id: string): PluginPackage | undefined {
  try {
    return readStoredPackage(site.config, name, id)
  } catch {
    // It was damaged, or is gone: then there is nothing to compare with.
    return undefined
  }
}

function describe(site: Site, found: PluginPackage, before: PluginPackage | undefined): Told[] {
  const { name, manifest, capabilities, adds, keeps, publisher } = describePackage(site, system, found)
  const title = before ? `${manifest.title}: ${before.manifest.version} → ${manifest.version}` : `${manifest.title} ${manifest.version}`
  const may = capabilities.map(({ says, reason, change }) => ({ text: reason ? `${says} (“${reason}”)` : says, change }))
  const part = (id: string, heading: string, sentences: readonly Compared[], none: string): Told => ({
    path: `plugins.${name}.${id}`,
    title: heading,
    sentences: sentences.length > 0 ? [...sentences] : [{ text: none }],
  })
  return [
    {
      path: `plugins.${name}`,
      title,
      sentences: [{ text: manifest.description }, { text: publisher.says }, { text: `sha256 ${found.checksums}` }],
    },
    part('capabilities', 'What it may do', may, 'It asks for nothing.'),
    part('adds', 'What it adds', adds, 'Nothing that can be seen.'),
    part('keeps', 'What it keeps', keeps, 'Nothing about members.'),
    ...sources(name, before?.files ?? new Map(), found.files),
  ]
}

/** File by file what is different; what is no text, or too much, is named. */
function sources(name: string, before: PackageFiles, after: PackageFiles): Told[] {
  const left: string[] = []
  let lines = 0
  const paths = [...new Set([...before.keys(), ...after.keys()])].filter(path => path !== checksumsName && path !== signatureName).sort()
  const told = paths.flatMap((path): Told[] => {
    const [old, now] = [before.get(path), after.get(path)]
    if (old && now?.equals(old)) return []
    const [oldText, text] = [textOf(old), textOf(now)]
    const hunks = oldText === undefined || text === undefined ? undefined : diffText(oldText, text)
    const count = hunks?.reduce((sum, hunk) => sum + hunk.length, 0) ?? 0
    if (!hunks || hunks.length === 0 || lines + count > mostLines) {
      left.push(now ? path : `${path} (removed)`)
      return []
    }
    lines += count
    return [{ path: `plugins.${name}.source.${path}`, title: path, hunks }]
  })
  const more: Told = { path: `plugins.${name}.more`, title: 'Other files that differ', sentences: left.map(text => ({ text })) }
  return left.length > 0 ? [...told, more] : told
}

/** Nothing for what is no text. */
function textOf(bytes: Buffer | undefined): string | undefined {
  if (!bytes) return ''
  if (bytes.length > 200_000 || bytes.includes(0)) return undefined
  return bytes.toString()
}
