import { readFile } from 'node:fs/promises'

/**
 * The files that a checkout should have, by path, with the git hash of each, from the index that git keeps. So what was changed can
 * be told without git. Nothing when the index is of a kind that is not understood.
 */
export async function readGitIndex(path: string): Promise<Map<string, string> | undefined> {
  const bytes = await readFile(path).catch(() => undefined)
  if (bytes?.toString('latin1', 0, 4) !== 'DIRC') return undefined
  const version = bytes.readUInt32BE(4)
  // Version 4 shortens names, which git does only when it is told to.
  if (version !== 2 && version !== 3) return undefined
  const files = new Map<string, string>()
  let at = 12
  for (let left = bytes.readUInt32BE(8); left > 0; left--) {
    const isExtended = version === 3 && (bytes.readUInt16BE(at + 60) & 0x4000) !== 0
    const name = at + (isExtended ? 64 : 62)
    const end = bytes.indexOf(0, name)
    files.set(bytes.toString('utf8', name, end), bytes.toString('hex', at + 40, at + 60))
    // Each entry is filled up to eights, with at least one zero.
    at += Math.ceil((end - at + 1) / 8) * 8
  }
  return files
}
