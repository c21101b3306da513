import { createHash } from 'node:crypto'
import { readdir, readFile, stat } from 'node:fs/promises'
import { join } from 'node:path'
import type { Config } from '../config/config-schema.ts'
import { version } from '../version.ts'
import { readCommit } from './read-commit.ts'
import { readGitIndex } from './read-git-index.ts'

/** The code that runs here, and what of it is not as it was released. Paths are below the program's folder. */
export interface RunningCode {
  version: string
  commit?: string
  /** `unknown` when the program came without the list of its files: neither a checkout nor a release. */
  compared: 'commit' | 'release' | 'unknown'
  changed: string[]
  added: string[]
  removed: string[]
  /** Every file of the program, sorted. */
  files: string[]
}

/** Folders in which a file that the release does not know is part of the program. */
const programFolders = ['core', 'admin', 'plugins', 'themes', 'migrations', 'docs', 'test', 'bench']
const largestFile = 8 * 1024 * 1024

/** Compares the program's folder with the list of what was released: `release.json`, or the index of a checkout. */
export async function describeCode({ root }: Pick<Config, 'root'>): Promise<RunningCode> {
  const commit = await readCommit(root)
  const known = await readKnown(root)
  const there = new Set<string>()
  for (const folder of programFolders) for await (const path of listFiles(root, folder)) there.add(path)
  const expected = known?.hashes ?? new Map<string, string>()
  for (const path of expected.keys()) if (!there.has(path) && (await isKept(root, path))) there.add(path)
  const files = [...there].sort()
  const changed: string[] = []
  for (const path of files) {
    const hash = expected.get(path)
    if (hash !== undefined && hash !== (await known!.hashOf(join(root, path)))) changed.push(path)
  }
  return {
    version,
    ...(commit && { commit }),
    compared: known?.by ?? 'unknown',
    changed,
    added: known ? files.filter(path => !expected.has(path)) : [],
    removed: [...expected.keys()].filter(path => !there.has(path)).sort(),
    files,
  }
}

interface Known {
  by: 'commit' | 'release'
  hashes: Map<string, string>
  hashOf(path: string): Promise<string>
}

async function readKnown(root: string): Promise<Known | undefined> {
  const release = await readFile(join(root, 'release.json'), 'utf8').catch(() => '')
  if (release) {
    const { files } = JSON.parse(release) as { files: Record<string, string> }
    const hashOf = async (path: string) =>
      createHash('sha256')
        .update(await readFile(path))
        .digest('hex')
    return { by: 'release', hashes: new Map(Object.entries(files)), hashOf }
  }
  const hashes = await readGitIndex(join(root, '.git/index'))
  return hashes && { by: 'commit', hashes, hashOf: gitHash }
}

async function gitHash(path: string): Promise<string> {
  const bytes = await readFile(path)
  return createHash('sha1').update(`blob ${bytes.length}\0`).update(bytes).digest('hex')
}

async function isKept(root: string, path: string): Promise<boolean> {
  const found = await stat(join(root, path)).catch(() => undefined)
  return found?.isFile() === true
}

/** Files that could be part of a program; nothing hidden, no packages, nothing of a size that no source has. */
async function* listFiles(root: string, folder: string): AsyncGenerator<string> {
  for (const entry of await readdir(join(root, folder), { withFileTypes: true }).catch(() => [])) {
    const path = `${folder}/${entry.name}`
    if (entry.name.startsWith('.') || entry.name === 'node_modules') continue
    if (entry.isDirectory()) yield* listFiles(root, path)
    else if (entry.isFile() && (await stat(join(root, path))).size <= largestFile) yield path
  }
}
