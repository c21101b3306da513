import { type AuditEntry, listAudit } from '../actions/audit-log.ts'
import { may } from '../actions/permissions.ts'
import type { Actor } from '../actor.ts'
import { forbidden } from '../errors.ts'
import type { Site } from '../site.ts'
import { findTag, type Tag } from '../tags/tag.ts'
import { listSiteEntries, type SiteEntry } from './list-site-entries.ts'

export interface SiteTagView {
  tag: Tag
  /** Words that are filed under it. */
  words: Pick<Tag, 'name' | 'label'>[]
  /** The newest public ones. */
  entries: SiteEntry[]
  /** For who reads the audit log. */
  history: AuditEntry[]
}

const mostEntries = 20

/** A tag with its newest public entries, and what was decided about it. Throws notFound for those of private entries. */
export async function showSiteTag(site: Site, actor: Actor, name: string): Promise<SiteTagView> {
  if (!may(actor, 'content')) throw forbidden('Only those who look after content see this.')
  const tag = await findTag(site.db, name)
  const words: SiteTagView['words'] = await site
    .db('tags')
    .where({ standsFor: tag.name })
    .orderBy('name')
    .limit(200)
    .select('name', 'label')
  const [{ entries }, history] = await Promise.all([
    listSiteEntries(site, actor, { tag: tag.name, limit: mostEntries }),
    may(actor, 'audit log') ? listAudit(site, actor, { subject: `tags.${tag.name}`, limit: 30 }) : [],
  ])
  return { tag, words, entries, history }
}
