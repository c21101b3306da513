import { mkdir, readdir, rename, rmdir } from 'node:fs/promises'
import { join } from 'node:path'
import { isDatabaseFile, isSiteFile } from './site-files.ts'

/** What was moved out of the way, and how it comes back. */
export interface Aside {
  /** Where it lies now; nothing when there was nothing. */
  folder?: string
  /** Puts everything back where it was. */
  back(): Promise<void>
}

/**
 * Moves a site's files and SQLite database out of the way, into a folder beside them. Moving is a change of names: it takes no time and
 * no room, and what was there stays as it was. `keep` names what stays in place.
 */
export async function putAside(dataDir: string, stamp: string, keep: (name: string) => boolean = () => false): Promise<Aside> {
  await mkdir(dataDir, { recursive: true })
  const names = (await readdir(dataDir)).filter(name => (isSiteFile(name) || isDatabaseFile(name)) && !keep(name))
  if (names.length === 0) return { back: async () => {} }
  const folder = join(dataDir, 'aside', stamp)
  await mkdir(folder, { recursive: true, mode: 0o700 })
  const moved: string[] = []
  const back = async (): Promise<void> => {
    for (const name of moved) await rename(join(folder, name), join(dataDir, name))
    await rmdir(folder).catch(() => undefined)
  }
  try {
    for (const name of names) {
      await rename(join(dataDir, name), join(folder, name))
      moved.push(name)
    }
  } catch (error) {
    await back()
    throw error
  }
  return { folder, back }
}
