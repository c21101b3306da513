import { constants, existsSync } from 'node:fs'
import { chmod, copyFile, link, mkdir } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import type { Config } from '../config/config-schema.ts'
import { fileList, filesFolder, programFolder } from './backup-manifest.ts'
import { readFileList } from './file-list.ts'
import { isSecret } from './site-files.ts'

export interface RestoringFiles {
  config: Pick<Config, 'dataDir' | 'root'>
  /** `link` shares the files with the backup, for a site that is thrown away; `keep` leaves the media of the site as they are. */
  media: 'copy' | 'link' | 'keep'
  progress?: ((files: number) => void) | undefined
}

/** Puts the files of a backup in place. Returns the plugins and themes beside the program that were missing and are back. */
export async function restoreFiles(folder: string, { config, media, progress }: RestoringFiles): Promise<string[]> {
  const missing = new Map<string, boolean>()
  let files = 0
  for await (const { path } of readFileList(join(folder, fileList))) {
    const target = targetOf(path, config, missing)
    if (!target || (media === 'keep' && path.startsWith(`${filesFolder}/media/`))) continue
    await mkdir(dirname(target), { recursive: true, mode: isSecret(path) ? 0o700 : 0o755 })
    await place(join(folder, path), target, media === 'link' && !isSecret(path))
    if (isSecret(path)) await chmod(target, 0o600)
    progress?.(++files)
  }
  return [...missing].filter(([, was]) => was).map(([name]) => name)
}

/** Beside the program only what is not there: its own plugins and themes are those of its version. */
function targetOf(path: string, { dataDir, root }: RestoringFiles['config'], missing: Map<string, boolean>): string | undefined {
  const [top, ...rest] = path.split('/')
  if (top === filesFolder) return join(dataDir, ...rest)
  if (top !== programFolder) return undefined
  const name = rest.slice(0, 2).join('/')
  if (!missing.has(name)) missing.set(name, !existsSync(join(root, name)))
  return missing.get(name) ? join(root, ...rest) : undefined
}

async function place(from: string, to: string, linked: boolean): Promise<void> {
  if (
    linked &&
    (await link(from, to).then(
      () => true,
      () => false,
    ))
  )
    return
  await copyFile(from, to, constants.COPYFILE_FICLONE)
  await chmod(to, 0o640)
}
