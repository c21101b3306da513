import { readdir, readFile } from 'node:fs/promises'
import { join, relative, sep } from 'node:path'
import type { Actor } from '../actor.ts'
import { writeArchive } from '../archives/write-archive.ts'
import { findTheme } from '../looks/activate-theme.ts'
import { demandAppearance } from '../looks/draft.ts'
import type { Site } from '../site.ts'
import { inspectFiles, type ThemePackage } from './theme-files.ts'

/** Packs a theme's folder: the same files make the same bytes. Throws invalid when it is no theme, or holds other things. */
export async function packFolder(folder: string): Promise<ThemePackage & { bytes: Buffer }> {
  const found = await readdir(folder, { recursive: true, withFileTypes: true })
  const paths = found
    .filter(entry => entry.isFile())
    .map(entry => join(entry.parentPath, entry.name))
    .map(file => relative(folder, file).split(sep).join('/'))
    .filter(path => !path.split('/').some(part => part.startsWith('.')))
  const files = new Map(await Promise.all(paths.map(async path => [path, await readFile(join(folder, path))] as const)))
  return { ...inspectFiles(files), bytes: await writeArchive(files) }
}

/** A theme of the site as a zip; the published one with what was changed in the browser. For who may change how the site looks. */
export async function exportTheme(
  site: Site,
  actor: Actor,
  choice: { name: string; release?: string },
): Promise<{ name: string; bytes: Buffer }> {
  demandAppearance(actor)
  const theme = findTheme(site, choice)
  const { files, manifest, release } = await packFolder(theme.folder)
  const { look } = site.look.current
  const isShown = look.theme === theme.name && look.release === (theme.release ?? '')
  for (const [path, text] of Object.entries(isShown ? look.files : {})) files.set(path, withEdit(files.get(path), path, text))
  // One of the program's own gets a name of its own, so that it can be installed beside it.
  if (theme.release === undefined) {
    const name = `${manifest.name}-copy`.slice(0, 40)
    files.set('theme.json', Buffer.from(`${JSON.stringify({ ...manifest, name, title: `${manifest.title} (copy)` }, null, 2)}\n`))
  }
  return {
    name: `${theme.name}-${theme.release ?? release}.zip`,
    bytes: await writeArchive(withoutScripts(files, theme.release === undefined)),
  }
}

/** Of words only those that differ were kept; everything else was kept whole. */
function withEdit(before: Buffer | undefined, path: string, text: string): Buffer {
  if (!path.startsWith('locales/')) return Buffer.from(text)
  const words = { ...(JSON.parse(before?.toString('utf8') ?? '{}') as object), ...(JSON.parse(text) as object) }
  return Buffer.from(`${JSON.stringify(words, null, 2)}\n`)
}

/** Scripts of the program's own themes are found through their parent; a copy with them could not come back through the browser. */
function withoutScripts(files: Map<string, Buffer>, own: boolean): Map<string, Buffer> {
  return own ? new Map([...files].filter(([path]) => !path.endsWith('.js'))) : files
}
