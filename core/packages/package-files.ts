import { createHash } from 'node:crypto'

/** Files of a package: path with `/` between folders, and what is in it. */
export type PackageFiles = Map<string, Buffer>

export const checksumsName = 'CHECKSUMS'
export const signatureName = 'SIGNATURE'

/** What the file of a package is called. */
export function packageFileName(name: string, version: string): string {
  return `${name}-${version}.tributary-plugin.zip`
}

export function sha256(bytes: Buffer | string): string {
  return createHash('sha256').update(bytes).digest('hex')
}

/** Text of `CHECKSUMS`: a line for every other file, by path, as `sha256sum -c` reads it. */
export function writeChecksums(files: ReadonlyMap<string, Buffer>): string {
  const paths = [...files.keys()].filter(isCounted).sort()
  return paths.map(path => `${sha256(files.get(path)!)}  ${path}\n`).join('')
}

/** Reads `CHECKSUMS`: path to sha256. Lines that are none are left out, so that they do not match. */
export function readChecksums(text: string): Map<string, string> {
  const lines = text.split('\n').map(line => /^([0-9a-f]{64}) {2}(.+)$/.exec(line))
  return new Map(lines.filter(line => line !== null).map(([, sum = '', path = '']) => [path, sum]))
}

/** How the files differ from what was written down about them: one sentence for the first difference, nothing when they are the same. */
export function findDifference(files: ReadonlyMap<string, Buffer>, sums: ReadonlyMap<string, string>): string | undefined {
  for (const [path, sum] of sums) {
    const bytes = files.get(path)
    if (!bytes) return `the file "${path}" is missing`
    if (sha256(bytes) !== sum) return `the file "${path}" was changed`
  }
  const extra = [...files.keys()].find(path => isCounted(path) && !sums.has(path))
  return extra === undefined ? undefined : `the file "${extra}" does not belong to it`
}

function isCounted(path: string): boolean {
  return path !== checksumsName && path !== signatureName
}
