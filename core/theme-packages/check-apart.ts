import type { Site } from '../site.ts'
import type { ThemeReport } from '../themes/check-theme.ts'
import type { ThemeFolders } from '../themes/check-worker.ts'
import type { ThemeEntry } from '../themes/load-theme.ts'
import type { Theme, ThemeEdits } from '../themes/read-theme.ts'

const worker = new URL('../themes/check-worker.ts', import.meta.url)

/** Checks a theme in a worker: it takes a second, and what is checked may be hostile. `edits`: files that lie above its own. */
export async function checkThemeApart(
  site: Pick<Site, 'themes' | 'workers'>,
  theme: Pick<ThemeEntry, 'name' | 'release'>,
  edits: ThemeEdits = {},
): Promise<ThemeReport> {
  const chain = site.themes.chain(theme)
  return checkChainApart(site, chain.map(foldersOf), edits)
}

/** The same for a folder that is no theme of the site yet. */
export async function checkFolderApart(
  site: Pick<Site, 'themes' | 'workers'>,
  folder: string,
  parent: string | undefined,
): Promise<ThemeReport> {
  return checkChainApart(site, [{ folder, installed: true }, ...site.themes.chain({ name: parent ?? 'default' }).map(foldersOf)], {})
}

async function checkChainApart(
  { themes, workers }: Pick<Site, 'themes' | 'workers'>,
  chain: ThemeFolders['chain'],
  edits: ThemeEdits,
): Promise<ThemeReport> {
  const order: ThemeFolders = { chain, added: themes.addedTemplates(), edits }
  try {
    return await workers.run<ThemeReport>(worker, order, { timeout: 20_000 })
  } catch (error) {
    return { errors: [(error as Error).message], warnings: [] }
  }
}

/** Where a theme lies, as a worker is told. */
export function foldersOf({ folder, release }: Theme): ThemeFolders['chain'][number] {
  return { folder, installed: release !== undefined }
}
