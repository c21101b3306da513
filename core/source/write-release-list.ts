import { createHash } from 'node:crypto'
import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { version } from '../version.ts'
import { describeCode } from './running-code.ts'

/**
 * Writes `release.json`: what a release holds, with the SHA-256 of each file. For whoever packs one: made in a clean checkout, put into the
 * archive, so that a site that was unpacked from it can say what differs. Throws when files were changed.
 */
export async function writeReleaseList(root: string): Promise<void> {
  const { files, commit, changed, added, removed } = await describeCode({ root })
  const unclean = [...changed, ...added, ...removed]
  if (unclean.length > 0) throw new Error(`This checkout is not clean: ${unclean.slice(0, 5).join(', ')}`)
  const hashes: Record<string, string> = {}
  for (const path of files)
    hashes[path] = createHash('sha256')
      .update(await readFile(join(root, path)))
      .digest('hex')
  await writeFile(join(root, 'release.json'), `${JSON.stringify({ version, ...(commit && { commit }), files: hashes }, null, 1)}\n`)
}
