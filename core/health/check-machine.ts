import { may } from '../actions/permissions.ts'
import type { Actor } from '../actor.ts'
import { walBytes } from '../database/database-size.ts'
import type { Attention } from '../panel/attention.ts'
import type { Site } from '../site.ts'
import { diskSpace, gigabytes } from './test-storage.ts'

/** Disk, clock, write-ahead log, routines, maintenance: what goes wrong with the machine around the site. */
export async function checkMachine(site: Site, actor: Actor): Promise<Attention[]> {
  if (!may(actor, 'system')) return []
  const found = await Promise.all([disk(site), wal(site), clock(site)])
  return [...found.flat(), ...routines(site), ...maintenance(site)]
}

const littleRoom = 1e9
const largeWal = 500e6

async function disk(site: Site): Promise<Attention[]> {
  const { free, total } = await diskSpace(site)
  if (free > littleRoom && free / total > 0.05) return []
  const text = `The disk is nearly full: ${gigabytes(free)} of ${gigabytes(total)} are free.`
  return [
    {
      state: free < littleRoom / 5 ? 'problem' : 'warning',
      text,
      fix: 'Empty the picture cache, or make room on the disk.',
      url: '/admin/cache',
    },
  ]
}

async function wal(site: Site): Promise<Attention[]> {
  const bytes = await walBytes(site)
  if (bytes < largeWal) return []
  const text = `The write-ahead log of the database has grown to ${gigabytes(bytes)}.`
  return [
    {
      state: 'warning',
      text,
      fix: 'Something reads for very long. Tidy up the database, or start the site again.',
      url: '/admin/database',
    },
  ]
}

/** What was written down lies before now, or the clock was put back. */
async function clock({ db, now }: Site): Promise<Attention[]> {
  const row: { createdAt: string } | undefined = await db('audit_log').orderBy('id', 'desc').first('createdAt')
  if (!row || Date.parse(row.createdAt) < now().getTime() + 5 * 60_000) return []
  const text = `The clock of the machine is behind: the newest change in the audit log is from ${row.createdAt}.`
  return [{ state: 'problem', text, fix: 'Let the machine set its clock from the network (NTP).' }]
}

function routines(site: Site): Attention[] {
  return site.routines
    .list()
    .filter(({ problem }) => problem !== null)
    .map(({ name, problem }) => ({
      state: 'problem',
      text: `The routine “${name}” failed the last time: ${problem}`,
      fix: 'See the log for more, and run it again.',
      url: '/admin/schedule',
    }))
}

function maintenance({ settings }: Site): Attention[] {
  if (!settings.maintenanceSince) return []
  return [
    { state: 'warning', text: 'The site is closed for maintenance.', fix: 'Open it again when you are done.', url: '/admin/maintenance' },
  ]
}
