import { createHmac, timingSafeEqual } from 'node:crypto'
import type { Knex } from 'knex'
import { may } from '../actions/permissions.ts'
import { type Actor, isMember } from '../actor.ts'
import { forbidden, notFound } from '../errors.ts'
import type { Site } from '../site.ts'
import { hasTemplates, type Look } from './look.ts'
import { readLook } from './read-look.ts'

/** A look that somebody tries out. Only who holds its link sees it. */
export interface Draft {
  id: string
  look: Look
  /** The version that it began with. */
  basedOn: string
  /** Null: the command line. */
  authorId: string | null
  changedAt: string
  expiresAt: string
  /** The one member who sees it, because somebody else wrote it. */
  triedBy?: string | null
  /** The proposal that is amended with it. */
  amends?: string | null
}

/** After so many days without a change nobody needs a draft any more. */
export const draftDays = 14

export async function maybeDraft(site: Pick<Site, 'db' | 'now'>, id: string): Promise<Draft | undefined> {
  const row = await site.db('look_drafts').where({ id }).where('expiresAt', '>', site.now().toISOString()).first()
  return row && asDraft(row)
}

/** The draft of this id, for who may change how the site looks. Throws notFound. */
export async function findDraft(site: Pick<Site, 'db' | 'now'>, actor: Actor, id: string): Promise<Draft> {
  demandAppearance(actor)
  const draft = await maybeDraft(site, id)
  if (!draft) throw notFound('draft')
  return draft
}

/** What the actor is trying out, if anything: everybody has one draft at most. */
export async function maybeOwnDraft(site: Pick<Site, 'db' | 'now'>, actor: Actor): Promise<Draft | undefined> {
  const row = await site
    .db('look_drafts')
    .where({ authorId: actor.id ?? null, triedBy: null })
    .where('expiresAt', '>', site.now().toISOString())
    .orderBy('changedAt', 'desc')
    .first()
  return row && asDraft(row)
}

/** Throws forbidden for who may not change how the site looks. */
export function demandAppearance(actor: Actor): void {
  if (!may(actor, 'appearance')) throw forbidden('Changing how the site looks needs the permission "appearance".')
}

/** Throws forbidden for who may not even try another look: members change files of the theme in drafts of their own, and propose them. */
export function demandDrafting(actor: Actor): void {
  if (!isMember(actor) && !may(actor, 'appearance')) throw forbidden('Only members change how the site looks.')
}

/** What stands in the link and in the cookie of a preview: the draft's id and the site's signature under it. */
export function previewCode({ secret }: Pick<Site, 'secret'>, id: string): string {
  return `${id}.${signatureOf(secret, id)}`
}

/** The draft's id in a code that this site has signed. */
export function readPreviewCode({ secret }: Pick<Site, 'secret'>, code: string): string | undefined {
  const [id = '', signature = ''] = code.split('.')
  const right = Buffer.from(signatureOf(secret, id))
  const given = Buffer.from(signature)
  return right.length === given.length && timingSafeEqual(right, given) ? id : undefined
}

/** Whether templates in it were written in the browser, or came from a package: then it is rendered apart. */
export function isForeign({ look }: Pick<Draft, 'look'>): boolean {
  return hasTemplates(look) || look.release !== ''
}

/** Whether it was written in the browser at all, by whomever: to everybody but its author it is shown in nobody's name. */
export function isWritten(draft: Pick<Draft, 'look'>): boolean {
  return isForeign(draft) || Object.keys(draft.look.files).length > 0
}

/** Takes out drafts that nobody has changed for long. */
export async function sweepDrafts({ db, now }: Pick<Site, 'db' | 'now'>): Promise<void> {
  await db.transaction((trx: Knex.Transaction) => trx('look_drafts').where('expiresAt', '<=', now().toISOString()).delete())
}

function signatureOf(secret: string, id: string): string {
  return createHmac('sha256', secret).update(`look-draft:${id}`).digest('base64url').slice(0, 27)
}

function asDraft({ look, ...row }: Omit<Draft, 'look'> & { look: string }): Draft {
  return { ...row, look: readLook(look) }
}
