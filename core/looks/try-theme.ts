import type { Actor } from '../actor.ts'
import { invalid } from '../errors.ts'
import type { Site } from '../site.ts'
import { checkThemeApart } from '../theme-packages/check-apart.ts'
import { findTheme, withTheme } from './activate-theme.ts'
import { type Draft, demandAppearance } from './draft.ts'
import { saveDraft } from './save-draft.ts'

/** Puts a theme into the actor's draft, after it was checked, so that they see the site with it before anyone else does. */
export async function tryTheme(site: Site, actor: Actor, choice: { name: string; release?: string }): Promise<Draft> {
  demandAppearance(actor)
  const theme = findTheme(site, choice)
  const { errors } = await checkThemeApart(site, theme)
  if (errors.length > 0) throw invalid({ name: `The theme "${theme.name}" cannot be used: ${errors.slice(0, 5).join(' ')}` })
  return saveDraft(site, actor, look => withTheme(look, theme))
}
