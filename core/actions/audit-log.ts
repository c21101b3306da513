import type { Knex } from 'knex'
import type { Actor } from '../actor.ts'
import { newId } from '../db/new-id.ts'
import { forbidden, notFound } from '../errors.ts'
import type { Site } from '../site.ts'
import type { Change, Outcome } from './action.ts'
import { may } from './permissions.ts'

/** A row as it is read: who did what, when, and what it changed. */
export interface AuditEntry {
  id: string
  action: string
  summary: string
  changes: Change[]
  input: Record<string, unknown>
  reason: string | null
  actorKind: Actor['kind']
  actorId: string | null
  /** Null for the command line, and for members who are gone. */
  actorHandle: string | null
  actorName: string | null
  undoes: string | null
  undoneBy: string | null
  createdAt: string
}

interface NewAudit {
  action: string
  actor: Actor
  input: unknown
  summary: string
  changes: readonly Change[]
  reason?: string
  key?: string
  undoes?: string
}

/** Writes a row in the transaction of its action. Returns its id. */
export async function writeAudit(trx: Knex.Transaction, audit: NewAudit, now: Date): Promise<string> {
  const id = newId()
  await trx('audit_log').insert({
    id,
    action: audit.action,
    subject: subjectOf(audit.changes),
    actorKind: audit.actor.kind,
    actorId: audit.actor.id ?? null,
    summary: audit.summary.slice(0, 500),
    input: JSON.stringify(audit.input),
    changes: JSON.stringify(audit.changes),
    reason: audit.reason?.slice(0, 1000) ?? null,
    key: audit.key ?? null,
    undoes: audit.undoes ?? null,
    createdAt: now.toISOString(),
  })
  return id
}

/** What a change is about: `members.ann` of `members.ann.role`. */
function subjectOf([first]: readonly Change[]): string | null {
  return first?.path.split('.').slice(0, 2).join('.').slice(0, 120) ?? null
}

/** What came of the same request before. */
export async function findByKey(trx: Knex.Transaction, actor: Actor, key: string): Promise<Outcome | undefined> {
  const row: { id: string; summary: string; changes: string } | undefined = await trx('audit_log')
    .where({ key, actorId: actor.id ?? null })
    .first('id', 'summary', 'changes')
  return row && { ok: true, summary: row.summary, changes: JSON.parse(row.changes) as Change[], auditId: row.id }
}

export interface AuditFilter {
  action?: string
  actorId?: string
  /** Handle of a member. */
  by?: string
  /** Days as `2026-11-23`, both included. */
  from?: string
  to?: string
  /** Words of what was done. */
  text?: string
  /** What the changes are about: `members.ann`. */
  subject?: string
  /** Id of the last row of the page before. */
  before?: string
  limit?: number
}

/** The newest rows of the audit log. For whoever may read it. */
export async function listAudit(
  site: Site,
  actor: Actor,
  { action, actorId, subject, by, from, to, text, before, limit = 50 }: AuditFilter = {},
): Promise<AuditEntry[]> {
  if (!may(actor, 'audit log')) throw forbidden('Only those who look after the site read its audit log.')
  const rows = auditRows(site.db).orderBy('l.id', 'desc').limit(limit)
  if (action) rows.where('l.action', action)
  if (subject) rows.where('l.subject', subject)
  if (actorId) rows.where('l.actorId', actorId)
  if (before) rows.where('l.id', '<', before)
  if (by) rows.where('f.handle', by.trim().replace(/^@/, '').toLowerCase())
  if (from) rows.where('l.createdAt', '>=', from)
  if (to) rows.where('l.createdAt', '<=', `${to}~`)
  if (text) rows.whereRaw(`lower(l.summary) like ? escape '\\'`, [`%${text.toLowerCase().replaceAll(/[\\%_]/g, '\\$&')}%`])
  return (await rows).map(parsed)
}

/** The newest changes of one thing by these actions: `settings.siteName`. At most fifty. */
export async function auditOfPath(db: Knex, actions: readonly string[], path: string): Promise<AuditEntry[]> {
  const escaped = JSON.stringify({ path })
    .slice(1, -1)
    .replaceAll(/[\\%_]/g, '\\$&')
  const rows = await auditRows(db)
    .whereIn('l.action', [...actions])
    .whereRaw(`l.changes like ? escape '\\'`, [`%${escaped}%`])
    .orderBy('l.id', 'desc')
    .limit(50)
  return rows.map(parsed)
}

export async function findAudit(db: Knex, id: string): Promise<AuditEntry> {
  const row = await auditRows(db).where('l.id', id).first()
  if (!row) throw notFound('audit entry')
  return parsed(row)
}

type Row = Omit<AuditEntry, 'changes' | 'input'> & { changes: string; input: string }

// Ids sort by time.
function auditRows(db: Knex): Knex.QueryBuilder<object, Row[]> {
  return db('audit_log as l')
    .leftJoin('feeds as f', 'f.id', 'l.actorId')
    .leftJoin('audit_log as u', 'u.undoes', 'l.id')
    .select('l.*', 'f.handle as actorHandle', 'f.name as actorName', 'u.id as undoneBy')
}

function parsed({ changes, input, ...row }: Row): AuditEntry {
  return { ...row, changes: JSON.parse(changes) as Change[], input: JSON.parse(input) as Record<string, unknown> }
}
