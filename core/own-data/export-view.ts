import type { Context } from '../http/context.ts'
import { inMegabytes } from '../media/upload-quota.ts'
import { longDate } from '../members/long-date.ts'
import type { OwnExport } from './own-export.ts'

export interface ExportView {
  state: 'packing' | 'ready' | 'failed' | 'gone'
  createdAt: string
  /** The day, written out. */
  expiresOn?: string
  /** A message for `t`. */
  problem: string | null
  url?: string
  megabytes?: number
}

export function isPacking({ endedAt }: OwnExport): boolean {
  return endedAt === null
}

/** A request for one's data as a page shows it; `link` makes the address of the file. */
export function exportView({ site, locale }: Context, one: OwnExport, link: (path: string) => string): ExportView {
  const { id, file, bytes, problem, createdAt, expiresAt } = one
  const expiresOn = expiresAt ? longDate(expiresAt, locale) : undefined
  const isReady = file !== null && expiresAt !== null && expiresAt > site.now().toISOString()
  const state = isReady ? 'ready' : isPacking(one) ? 'packing' : problem ? 'failed' : 'gone'
  const ready = { url: link(`/export/${id}`), megabytes: Math.max(1, inMegabytes(Number(bytes))) }
  return { state, createdAt, problem, ...(expiresOn && { expiresOn }), ...(isReady && ready) }
}
