import type { Knex } from 'knex'
import type { MemberActor } from '../actor.ts'
import { invalid } from '../errors.ts'
import type { Site } from '../site.ts'

const megabyte = 1024 * 1024

/** How much room uploads take and may take, in bytes. No `most`: as much as there is. */
export interface UploadRoom {
  used: number
  most?: number
}

/** The room of one member. */
export async function memberUploads({ db, settings }: Site, memberId: string): Promise<UploadRoom> {
  const used = await sumOf(db('uploads').where({ memberId }))
  return { used, ...(settings.uploadsPerMember > 0 && { most: settings.uploadsPerMember * megabyte }) }
}

/** The room of all members together. One scan of what was uploaded. */
export async function allUploads({ db, settings }: Site): Promise<UploadRoom> {
  const used = await sumOf(db('uploads'))
  return { used, ...(settings.uploadsInAll > 0 && { most: settings.uploadsInAll * megabyte }) }
}

/** Throws invalid, for the field `pictures`, when these bytes would be more than the member or the site may have. */
export async function checkUploadRoom(site: Site, actor: MemberActor, bytes: number): Promise<void> {
  const own = await memberUploads(site, actor.id)
  if (own.most !== undefined && own.used + bytes > own.most) {
    throw invalid({
      pictures: `Your pictures take ${inMegabytes(own.used)} of the ${inMegabytes(own.most)} MB that you have here. Remove some entries with pictures first.`,
    })
  }
  // Asked only where there is a limit.
  if (site.settings.uploadsInAll === 0) return
  const all = await allUploads(site)
  if (all.most !== undefined && all.used + bytes > all.most)
    throw invalid({ pictures: 'This site has no room for more pictures at the moment. Those who look after it can see that.' })
}

/** Bytes that a member may still upload: of their own room, and of the site's. */
export async function uploadRoomLeft(site: Site, memberId: string): Promise<number> {
  const own = await memberUploads(site, memberId)
  // Asked only where there is a limit.
  const all: UploadRoom = site.settings.uploadsInAll === 0 ? { used: 0 } : await allUploads(site)
  return Math.max(0, Math.min((own.most ?? Infinity) - own.used, (all.most ?? Infinity) - all.used))
}

export function inMegabytes(bytes: number): number {
  return Math.round(bytes / megabyte)
}

async function sumOf(query: Knex.QueryBuilder): Promise<number> {
  const row: { used: number | string | null } | undefined = await query.sum({ used: 'bytes' }).first()
  return Number(row?.used ?? 0)
}
