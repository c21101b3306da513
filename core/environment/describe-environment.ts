import { cpus, freemem, hostname, loadavg, totalmem } from 'node:os'
import { may } from '../actions/permissions.ts'
import type { Actor } from '../actor.ts'
import { listRunning } from '../backup/running-processes.ts'
import { databaseVersion } from '../database/describe-database.ts'
import { forbidden } from '../errors.ts'
import { diskSpace, gigabytes } from '../health/test-storage.ts'
import type { Site } from '../site.ts'
import { version } from '../version.ts'

/** What the site runs on, in words: name and value. */
export async function describeEnvironment(site: Site, actor: Actor): Promise<{ name: string; value: string }[]> {
  if (!may(actor, 'system')) throw forbidden('Only those who look after the system see what it runs on.')
  const [database, disk, running] = await Promise.all([databaseVersion(site), diskSpace(site), listRunning(site.config.dataDir)])
  const memory = process.memoryUsage()
  return [
    { name: 'Tributary', value: version },
    { name: 'Node', value: `${process.version} on ${process.platform} ${process.arch}` },
    { name: 'Database', value: `${site.db.dialect === 'sqlite' ? 'SQLite' : 'PostgreSQL'} ${database}` },
    { name: 'Public address', value: site.url },
    {
      name: 'Machine',
      value: `${hostname()}, ${cpus().length} processors, load ${loadavg()
        .map(load => load.toFixed(1))
        .join(' ')}`,
    },
    {
      name: 'Processes that serve the site',
      value: running.map(({ host, pid, since }) => `${host} ${pid}${pid === process.pid ? ' (this one)' : ''}, since ${since}`).join('; '),
    },
    { name: 'Memory of this process', value: `${gigabytes(memory.rss)}, of it ${gigabytes(memory.heapUsed)} in use by code and data` },
    { name: 'Memory of the machine', value: `${gigabytes(freemem())} of ${gigabytes(totalmem())} free` },
    { name: 'Disk', value: `${gigabytes(disk.free)} of ${gigabytes(disk.total)} free` },
    { name: 'Data folder', value: site.config.dataDir },
    { name: 'Runs for', value: duration(process.uptime()) },
    { name: 'Clock', value: site.now().toISOString() },
  ]
}

function duration(seconds: number): string {
  const hours = Math.floor(seconds / 3600)
  return hours < 48 ? `${hours} h ${Math.floor((seconds % 3600) / 60)} min` : `${Math.floor(hours / 24)} days`
}
