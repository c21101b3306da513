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
      fix: 'Make room on the disk, empty the cache of pictures, or keep backups on another disk (BACKUP_FOLDER).',
      mends: [{ action: 'cache.empty', label: `Empty the cache: ${gigabytes(await site.images.size())}`, input: {} }],
      page: { url: '/admin/environment', label: 'The machine' },
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
      fix: 'Something reads for very long. Tidy up the database; if it grows on, start the site again.',
      mends: [{ action: 'task.start', label: 'Tidy up the database', input: { name: 'database.tidy' } }],
      page: { url: '/admin/database', label: 'Database' },
    },
  ]
}

/** What was written down lies before now, or the clock was put back. */
async function clock({ db, now }: Site): Promise<Attention[]> {
  const row: { createdAt: string } | undefined = await db('audit_log').orderBy('id', 'desc').first('createdAt')
  if (!row || Date.parse(row.createdAt) < now().getTime() + 5 * 60_000) return []
  const text = `The clock of the machine is behind: the newest change in the audit log is from ${row.createdAt}.`
  return [{ state: 'problem', text, fix: 'Let the machine set its clock from the network. With systemd: sudo timedatectl set-ntp true' }]
}

function routines(site: Site): Attention[] {
  return site.routines
    .list()
    .filter(({ problem }) => problem !== null)
    .map(
      ({ name, problem }): Attention => ({
        state: 'problem',
        text: `The routine “${name}” failed the last time: ${problem}`,
        fix: 'Do what the message says, and run it again. It also runs by itself when its time comes.',
        mends: [{ action: 'routine.run', label: 'Run it now', input: { name } }],
        page: { url: '/admin/logs?level=error', label: 'See the log' },
      }),
    )
}

function maintenance({ settings }: Site): Attention[] {
  if (!settings.maintenanceSince) return []
  return [
    {
      state: 'warning',
      text: 'The site is closed for maintenance.',
      fix: 'Open it again when you are done.',
      mends: [{ action: 'site.maintain', label: 'Open the site', input: { on: 'false' } }],
      page: { url: '/admin/maintenance', label: 'Maintenance' },
    },
  ]
}
