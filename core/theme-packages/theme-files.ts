import { createHash } from 'node:crypto'
import { extname } from 'node:path'
import { readArchive } from '../archives/read-archive.ts'
import { invalid } from '../errors.ts'
import { assetTypes } from '../themes/read-theme.ts'
import { parseManifest, type ThemeManifest } from '../themes/theme-manifest.ts'

/** A theme as it was packed. */
export interface ThemePackage {
  manifest: ThemeManifest
  files: Map<string, Buffer>
  /** Name of the folder of this release: version and the beginning of the hash of all that is in it. */
  release: string
  /** Files with scripts for the browser. */
  scripts: string[]
}

const known: readonly RegExp[] = [
  /^theme\.json$/,
  /^[a-z][a-z0-9-]*\.hbs$/,
  /^partials\/[a-z][a-z0-9-]*\.hbs$/,
  /^locales\/[A-Za-z0-9-]+\.json$/,
  /^assets\/(?:[\w.-]+\/)*[\w.-]+$/,
  /^(README|LICEN[CS]E|CHANGELOG)(\.md|\.txt)?$/,
]

/** Unpacks a theme. What it holds beside a theme's own kinds of files is refused. Throws invalid, about `file`. */
export async function readThemePackage(bytes: Buffer): Promise<ThemePackage> {
  return inspectFiles(withoutFolder(await readArchive(bytes)))
}

/** The same of files that were read already. */
export function inspectFiles(files: Map<string, Buffer>): ThemePackage {
  const text = files.get('theme.json')?.toString('utf8')
  if (text === undefined) throw refused('There is no theme.json in the archive, so it is no theme.')
  const strange = [...files.keys()].filter(path => !isKnown(path))
  if (strange.length > 0) {
    throw refused(`A theme holds templates, partials, locales and assets, and nothing like ${strange.slice(0, 3).join(', ')}.`)
  }
  const manifest = readManifest(text)
  return { manifest, files, release: releaseOf(manifest, files), scripts: [...files.keys()].filter(path => extname(path) === '.js') }
}

function isKnown(path: string): boolean {
  return known.some(pattern => pattern.test(path)) && (!path.startsWith('assets/') || extname(path) in assetTypes)
}

function readManifest(text: string): ThemeManifest {
  try {
    const { name } = JSON.parse(text) as { name?: unknown }
    return parseManifest(text, 'theme.json', typeof name === 'string' ? name : '')
  } catch (error) {
    throw refused((error as Error).message)
  }
}

/** Whoever packs a folder often packs the folder itself too. */
function withoutFolder(files: Map<string, Buffer>): Map<string, Buffer> {
  const [first = ''] = [...files.keys()][0]?.split('/') ?? []
  const inside = !files.has('theme.json') && [...files.keys()].every(path => path.startsWith(`${first}/`))
  return inside ? new Map([...files].map(([path, bytes]) => [path.slice(first.length + 1), bytes])) : files
}

function releaseOf({ version }: ThemeManifest, files: Map<string, Buffer>): string {
  const hash = createHash('sha256')
  for (const path of [...files.keys()].sort())
    hash
      .update(path)
      .update('\0')
      .update(String(files.get(path)!.length))
      .update('\0')
      .update(files.get(path)!)
  return `${version}-${hash.digest('hex').slice(0, 12)}`
}

function refused(message: string): Error {
  return invalid({ file: message })
}
