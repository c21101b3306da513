import type { Actor } from '../actor.ts'
import { conflict } from '../errors.ts'
import { type Draft, demandDrafting, maybeOwnDraft } from '../looks/draft.ts'
import type { Look } from '../looks/look.ts'
import { findVersion, publishedVersion } from '../looks/look-version.ts'
import { mergedLook } from '../looks/save-draft.ts'
import type { Site } from '../site.ts'
import { maybeLookFile } from '../theme-editor/look-files.ts'
import { withFile } from '../theme-editor/read-edit.ts'
import { patchLook, writePatch } from './theme-patch.ts'

/** What a member changed in files of the theme and has not published. */
export interface OwnChange {
  draft: Draft
  /** All of it; empty when the draft changes no file. */
  patch: string
  /** Files that others changed in the same places since: they have to be looked at again. */
  conflicts: string[]
}

/** What the actor's draft changes in files of the theme; nothing when they have no draft. Throws forbidden. */
export async function maybeOwnChange(site: Site, actor: Actor): Promise<OwnChange | undefined> {
  demandDrafting(actor)
  const draft = await maybeOwnDraft(site, actor)
  if (!draft) return undefined
  const [base, published] = [await findVersion(site.db, draft.basedOn), await publishedVersion(site.db)]
  const parts = patchesBetween(site, base.look, draft.look)
  const conflicts = base.id === published.id ? [] : parts.filter(({ patch }) => !fits(site, published.look, patch)).map(({ path }) => path)
  return { draft, patch: parts.map(({ patch }) => patch).join(''), conflicts }
}

/**
 * Brings the actor's draft onto what is published now. Where others changed a file in the same place, the actor's text stays, and what
 * differs shows what it would take back. Throws forbidden, and conflict when there is no draft.
 */
export async function renewOwnChange(site: Site, actor: Actor): Promise<void> {
  demandDrafting(actor)
  await site.db.transaction(async trx => {
    const draft = await maybeOwnDraft(site.within(trx), actor)
    if (!draft) throw conflict('You have no draft.')
    const [base, published] = [await findVersion(trx, draft.basedOn), await publishedVersion(trx)]
    let files = published.look.files
    for (const { path, patch } of patchesBetween(site, base.look, draft.look)) {
      const here = { ...published.look, files }
      files = fits(site, here, patch) ? patchLook(site, here, patch).files : withFile(files, path, draft.look.files[path])
    }
    const look = { ...mergedLook(base.look, draft.look, published.look), files }
    await trx('look_drafts')
      .where({ id: draft.id })
      .update({ look: JSON.stringify(look), basedOn: published.id })
  })
}

/** For each file that differs between two looks with the same theme, a patch from the one to the other. */
export function patchesBetween(site: Pick<Site, 'themes'>, before: Look, after: Look): { path: string; patch: string }[] {
  const changed = { ...before, files: after.files }
  const paths = [...new Set([...Object.keys(before.files), ...Object.keys(after.files)])].sort()
  return paths
    .filter(path => before.files[path] !== after.files[path])
    .map(path => {
      const [old, now] = [maybeLookFile(site, before, path)?.text ?? '', maybeLookFile(site, changed, path)?.text ?? '']
      return { path, patch: writePatch([{ path, before: old, after: now }]) }
    })
    .filter(({ patch }) => patch !== '')
}

function fits(site: Pick<Site, 'themes'>, look: Look, patch: string): boolean {
  try {
    patchLook(site, look, patch)
    return true
  } catch {
    return false
  }
}
