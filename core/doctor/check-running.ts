import type { Knex } from 'knex'
import { system } from '../actor.ts'
import { backupAttention } from '../backup/backup-attention.ts'
import { timeOf } from '../backup/drop-old-backups.ts'
import { listBackups } from '../backup/list-backups.ts'
import { backupsOf } from '../backup/make-backup.ts'
import { listRunning } from '../backup/running-processes.ts'
import { listPlugins } from '../plugins/list-plugins.ts'
import type { Site } from '../site.ts'
import { type Finding, well } from './finding.ts'

/** What a site does all day: plugins, jobs, events, timelines, caches, backups. */
export async function checkRunning(site: Site): Promise<Finding[]> {
  return [
    ...(await checkPlugins(site)),
    ...checkThemes(site),
    await checkJobs(site),
    await checkOutbox(site.db, site.now()),
    await checkTimelines(site),
    await checkCache(site),
    ...(await checkBackups(site)),
  ]
}

async function checkPlugins(site: Site): Promise<Finding[]> {
  const plugins = await listPlugins(site, system)
  const broken = plugins.filter(plugin => plugin.state !== 'enabled' && plugin.state !== 'disabled')
  const on = plugins.filter(plugin => plugin.state === 'enabled').map(plugin => plugin.name)
  return [
    well('Plugins', on.length > 0 ? `on: ${on.join(', ')}` : 'none is on'),
    ...broken.map(({ name, reason = '' }): Finding => {
      const fix = `Mend or update it, then: npx tributary plugin enable ${name}. Or switch it off: npx tributary plugin disable ${name}`
      return { check: `Plugin ${name}`, state: 'problem', found: reason, fix }
    }),
  ]
}

function checkThemes({ themes }: Site): Finding[] {
  return [...themes.broken].map(([folder, found]) => ({
    check: 'Themes',
    state: 'problem',
    found,
    fix: `Mend or remove the folder ${folder}, and start the site again. It is left out until then.`,
  }))
}

async function checkJobs(site: Site): Promise<Finding> {
  const { waiting, failed } = await site.jobs.waiting()
  const found = `${waiting} waiting, ${failed} given up`
  if (failed > 0) {
    const rows: { name: string; problem: string | null }[] = await site
      .db('jobs')
      .whereNotNull('failedAt')
      .distinct('name', 'problem')
      .limit(3)
    const fix = `Look at why: ${rows.map(row => `${row.name}: ${row.problem}`).join(' · ')}`
    return { check: 'Jobs', state: 'warning', found, fix }
  }
  const late = new Date(site.now().getTime() - 3_600_000).toISOString()
  const stuck = await site.db('jobs').whereNull('failedAt').where('runAt', '<', late).first('name')
  if (!stuck) return well('Jobs', found)
  const running = (await listRunning(site.config.dataDir)).length > 0
  const fix = running ? 'Start the site again; if they wait on, look into its log.' : 'Start the site: they are done while it runs.'
  return { check: 'Jobs', state: 'warning', found: `${found}; ${stuck.name} should have been done an hour ago`, fix }
}

/** Events are delivered within seconds, so old ones mean that no process delivers them. */
async function checkOutbox(db: Knex, now: Date): Promise<Finding> {
  const late = new Date(now.getTime() - 5 * 60_000).toISOString()
  const old: unknown[] = await db('outbox').where('createdAt', '<', late).limit(1).select('id')
  if (old.length === 0) return well('Events', 'none is late')
  return { check: 'Events', state: 'warning', found: 'some wait for more than five minutes', fix: 'Start the site: npm start.' }
}

/** A few of the newest entries that somebody follows: do they stand in the home of one who does? */
async function checkTimelines({ db, now }: Site): Promise<Finding> {
  const settled = new Date(now().getTime() - 5 * 60_000).toISOString()
  const missing: { id: string }[] = await db('entries as e')
    .join('subscriptions as s', 's.feedId', 'e.authorId')
    .join('members as m', 'm.id', 's.memberId')
    .whereNotNull('m.timelineBuiltAt')
    .whereNull('e.removedAt')
    .where('e.createdAt', '<', settled)
    .whereRaw('e.created_at > m.timeline_built_at and s.created_at < e.created_at')
    .whereNotExists(inner => inner.select(db.raw('1')).from('timeline as t').whereRaw('t.entry_id = e.id and t.reader_id = m.id'))
    .orderBy('e.id', 'desc')
    .limit(3)
    .select('e.id')
  if (missing.length === 0) return well('Timelines', 'a sample is as it should be')
  const fix = 'Make them anew; the site may go on running: npx tributary timeline rebuild'
  return { check: 'Timelines', state: 'warning', found: 'some entries are missing in the homes of those who follow their authors', fix }
}

async function checkCache({ images, config }: Site): Promise<Finding> {
  const [size, most] = [await images.size(), config.media.cacheMegabytes * 1024 * 1024]
  const found = `${Math.round(size / 1024 / 1024)} of ${config.media.cacheMegabytes} MB of pictures of other sites`
  if (size <= most * 1.1) return well('Cache', found)
  return {
    check: 'Cache',
    state: 'warning',
    found,
    fix: 'It is swept when the next picture comes; or now: npx tributary doctor --fix',
    mend: () => images.sweep(),
  }
}

async function checkBackups(site: Site): Promise<Finding[]> {
  const found = await backupAttention(site)
  const [newest] = await listBackups(backupsOf(site))
  // A site that was made today has none yet, and the plan is about to make one.
  if (found.length === 0 && newest)
    return [well('Backups', `the newest is ${Math.round((site.now().getTime() - timeOf(newest)) / 3_600_000)} hours old`)]
  return found.map(
    ({ state, text, fix }): Finding => ({
      check: 'Backups',
      state,
      found: text,
      fix: fix.replace(/^Make one/, 'Make one (npx tributary backup)'),
    }),
  )
}
