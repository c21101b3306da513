import type { Actor } from '../actor.ts'
import { conflict } from '../errors.ts'
import type { Site } from '../site.ts'
import { type Draft, demandAppearance, maybeOwnDraft } from './draft.ts'
import { findVersion } from './look-version.ts'
import { maybeThemeOf } from './make-look.ts'
import { saveDraft } from './save-draft.ts'

/** Begins the actor's draft with a version of before, to change it and to publish it again. Throws forbidden, notFound and conflict. */
export async function draftVersion(site: Site, actor: Actor, id: string): Promise<Draft> {
  demandAppearance(actor)
  if (await maybeOwnDraft(site, actor)) throw conflict('You have a draft already. Publish it or throw it away first.')
  const { look } = await findVersion(site.db, id)
  if (!maybeThemeOf(site.themes, look)) throw conflict(`Its theme "${look.theme}" is not installed any more. Install it again first.`)
  return saveDraft(site, actor, () => look)
}
