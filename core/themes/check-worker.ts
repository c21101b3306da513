import { checkChain, type ThemeReport } from './check-theme.ts'
import { readEdits, readPluginTemplates, readRelease, readTheme, type ThemeEdits } from './read-theme.ts'
import { vendorFiles } from './vendor-files.ts'

/** A theme, its parents and what lies around it, by folders: what a worker can be sent. */
export interface ThemeFolders {
  /** The theme, its parents and `default`; `installed`: a release of the data folder. */
  chain: { folder: string; installed: boolean }[]
  /** Templates of plugins. */
  added: { owner: string; folder: string }[]
  edits: ThemeEdits
}

/** Checks a theme where it can be stopped. */
export default function check({ chain, added, edits }: ThemeFolders): ThemeReport {
  try {
    const [theme, ...parents] = readChain(chain)
    return checkChain(theme!, parents, {
      added: added.map(({ owner, folder }) => readPluginTemplates(owner, folder)),
      edits: readEdits(edits),
    })
  } catch (error) {
    return { errors: (error as Error).message.split('\n'), warnings: [] }
  }
}

/** Reads the themes of a chain from disk. */
export function readChain(chain: ThemeFolders['chain']) {
  return chain.map(({ folder, installed }) => {
    if (installed) return readRelease(folder)
    return readTheme(folder, folder.endsWith('default') ? vendorFiles() : undefined)
  })
}
