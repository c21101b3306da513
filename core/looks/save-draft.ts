import type { Actor } from '../actor.ts'
import { newId } from '../db/new-id.ts'
import { conflict } from '../errors.ts'
import type { Site } from '../site.ts'
import { type Draft, demandAppearance, demandDrafting, draftDays, maybeOwnDraft } from './draft.ts'
import type { Look } from './look.ts'
import { findVersion, publishedVersion } from './look-version.ts'

/**
 * Changes the actor's draft by `change`, beginning with the published look when there is none. What is kept may still be unfit to
 * be published: whoever looks at it sees what is wrong. Throws forbidden.
 */
export async function saveDraft(site: Site, actor: Actor, change: (look: Look) => Look): Promise<Draft> {
  demandAppearance(actor)
  return keepDraft(site, actor, change)
}

/** The same for verbs that have checked who may. */
export async function keepDraft(site: Site, actor: Actor, change: (look: Look) => Look): Promise<Draft> {
  const now = site.now()
  const changedAt = now.toISOString()
  const expiresAt = new Date(now.getTime() + draftDays * 86_400_000).toISOString()
  return site.db.transaction(async trx => {
    const inside = site.within(trx)
    const known = await maybeOwnDraft(inside, actor)
    if (known) {
      const draft = { ...known, look: change(known.look), changedAt, expiresAt }
      await trx('look_drafts')
        .where({ id: known.id })
        .update({ look: JSON.stringify(draft.look), changedAt, expiresAt })
      return draft
    }
    const published = await publishedVersion(trx)
    const draft: Draft = {
      id: newId(),
      look: change(published.look),
      basedOn: published.id,
      authorId: actor.id ?? null,
      changedAt,
      expiresAt,
    }
    await trx('look_drafts').insert({ ...draft, look: JSON.stringify(draft.look) })
    return draft
  })
}

/** Throws the actor's draft away. Nothing happens when there is none. */
export async function discardDraft(site: Site, actor: Actor): Promise<void> {
  demandDrafting(actor)
  await site.db.transaction(trx =>
    trx('look_drafts')
      .where({ authorId: actor.id ?? null, triedBy: null })
      .delete(),
  )
}

/**
 * Brings the actor's draft onto the look that was published since: what the draft changed stays changed, everything else is as it is
 * published now. Throws conflict when there is no draft.
 */
export async function renewDraft(site: Site, actor: Actor): Promise<Draft> {
  demandAppearance(actor)
  return site.db.transaction(async trx => {
    const inside = site.within(trx)
    const draft = await maybeOwnDraft(inside, actor)
    if (!draft) throw conflict('You have no draft.')
    const [base, published] = [await findVersion(trx, draft.basedOn), await publishedVersion(trx)]
    const look = mergedLook(base.look, draft.look, published.look)
    await trx('look_drafts')
      .where({ id: draft.id })
      .update({ look: JSON.stringify(look), basedOn: published.id })
    return { ...draft, look, basedOn: published.id }
  })
}

/** Name by name: the draft's value where it differs from what it began with, else the published one. */
export function mergedLook(base: Look, draft: Look, published: Look): Look {
  const sameTheme = draft.theme === published.theme && draft.release === published.release
  if (!sameTheme) return draft
  const names = new Set([...Object.keys(published), ...Object.keys(draft)]) as Set<keyof Look>
  const pick = (name: keyof Look) => (JSON.stringify(base[name]) === JSON.stringify(draft[name]) ? published[name] : draft[name])
  const look = Object.fromEntries([...names].map(name => [name, pick(name)])) as Look
  return {
    ...look,
    settings: mergedRecord(base.settings, draft.settings, published.settings),
    files: mergedRecord(base.files, draft.files, published.files),
  }
}

function mergedRecord<Value>(base: Record<string, Value>, draft: Record<string, Value>, published: Record<string, Value>) {
  const names = [...new Set([...Object.keys(published), ...Object.keys(draft)])]
  const entries = names.map(name => [name, base[name] === draft[name] ? published[name] : draft[name]] as const)
  return Object.fromEntries(entries.filter((entry): entry is [string, Value & {}] => entry[1] !== undefined))
}
