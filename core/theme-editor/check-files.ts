import { createHash } from 'node:crypto'
import type { Look } from '../looks/look.ts'
import type { Site } from '../site.ts'
import { checkThemeApart } from '../theme-packages/check-apart.ts'
import type { ThemeReport } from '../themes/check-theme.ts'

/** Reports that were made last. What they are about never changes. */
const most = 30
const kept = new WeakMap<object, Map<string, Promise<ThemeReport>>>()

/**
 * Tries every page with the changed files of a look, in a worker. The same look is tried once: a proposal is looked at by many and
 * changes rarely.
 */
export function checkFiles(site: Pick<Site, 'themes' | 'workers'>, { theme: name, release, files }: Look): Promise<ThemeReport> {
  const theme = { name, ...(release && { release }) }
  const said = JSON.stringify([theme, Object.entries(files).sort(), site.themes.addedTemplates()])
  const key = createHash('sha256').update(said).digest('hex')
  const reports = kept.get(site.themes) ?? new Map<string, Promise<ThemeReport>>()
  kept.set(site.themes, reports)
  const report = reports.get(key) ?? checkThemeApart(site, theme, files)
  reports.delete(key)
  reports.set(key, report)
  if (reports.size > most) reports.delete(reports.keys().next().value!)
  return report
}
