import { may } from '../actions/permissions.ts'
import type { Actor } from '../actor.ts'
import { selectRows } from '../db/select.ts'
import { forbidden } from '../errors.ts'
import { staffSql } from '../feeds/visibility.ts'
import type { Site } from '../site.ts'

export interface SiteUpload {
  id: string
  /** Below /media; only of what stands in a public entry. */
  file?: string
  type: string
  bytes: number
  ownerHandle: string | null
  ownerName: string | null
  /** The public entry that shows it. */
  entryShortId?: string
  /** Whether an entry shows it at all. */
  isUsed: boolean
  createdAt: string
}

export interface UploadFilter {
  /** Handle of the owner. */
  owner?: string
  use?: 'public' | 'unused'
  /** The largest first; else the newest. */
  largest?: boolean
  /** Where the page before ended: bytes and id of its last row, joined by an underscore. */
  after?: string
  limit: number
}

interface Row {
  id: string
  file: string
  type: string
  bytes: number
  ownerHandle: string | null
  ownerName: string | null
  entryId: string | null
  entryShortId: string | null
  createdAt: string
}

/** What members brought here. Of what stands in a private entry, or in none yet, only how large it is and whose. */
export async function listSiteMedia(site: Site, actor: Actor, { owner, use, largest, after, limit }: UploadFilter): Promise<SiteUpload[]> {
  if (!may(actor, 'content')) throw forbidden('Only those who look after content see uploads.')
  const conditions: string[] = []
  const bindings: (string | number)[] = []
  const where = (sql: string, ...values: (string | number)[]): void => {
    conditions.push(sql)
    bindings.push(...values)
  }
  if (owner) where('u.member_id = (select id from feeds where handle = ?)', owner.toLowerCase())
  if (use === 'public') where('e.id is not null')
  if (use === 'unused') where('u.entry_id is null')
  if (after) {
    const [, bytes = '0', id = ''] = /^(\d{1,15})_([0-9a-f-]{36})$/.exec(after) ?? []
    if (largest) where('(u.bytes, u.id) < (?, ?)', Number(bytes), id)
    else where('u.id < ?', id)
  }
  const rows = await selectRows<Row>(
    site.db,
    `select u.id, u.file, u.type, u.bytes, u.entry_id as "entryId", u.created_at as "createdAt", a.handle as "ownerHandle",
      a.name as "ownerName", e.short_id as "entryShortId"
     from uploads u left join entries e on e.id = u.entry_id and ${staffSql} left join feeds a on a.id = u.member_id
     ${conditions.length > 0 ? `where ${conditions.join(' and ')}` : ''}
     order by ${largest ? 'u.bytes desc, ' : ''}u.id desc limit ?`,
    [...bindings, limit],
  )
  return rows.map(({ file, entryId, entryShortId, ...row }) => ({
    ...row,
    isUsed: entryId !== null,
    ...(entryShortId && { file, entryShortId }),
  }))
}

/** How much all uploads take together, in bytes, and how many there are. Read from an index. */
export async function sumMedia(site: Site, actor: Actor): Promise<{ bytes: number; count: number }> {
  if (!may(actor, 'content')) throw forbidden('Only those who look after content see uploads.')
  const row = await site.db('uploads').sum({ bytes: 'bytes' }).count({ count: '*' }).first()
  return { bytes: Number(row?.bytes ?? 0), count: Number(row?.count ?? 0) }
}
