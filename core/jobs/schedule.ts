import { runBackupPlan } from '../backup/backup-plan.ts'
import { takeSamples } from '../counts/take-samples.ts'
import { endDueTerms } from '../elections/end-due-terms.ts'
import { openDueElections } from '../elections/open-due-elections.ts'
import { sweepUploads } from '../entries/sweep-uploads.ts'
import { closeEndedStreams } from '../http/live-sessions.ts'
import { sweepImports } from '../imports/sweep-imports.ts'
import { checkFounding } from '../lock/end-founding.ts'
import { sweepDrafts } from '../looks/draft.ts'
import { destroyDueAccounts } from '../members/destroy-account.ts'
import { queueMails } from '../notifications/queue-mails.ts'
import type { OpenSite } from '../open-site.ts'
import { sweepExports } from '../own-data/sweep-exports.ts'
import { sweepPackages } from '../packages/sweep-packages.ts'
import { refreshIndexes } from '../plugin-indexes/refresh-indexes.ts'
import { advanceProposals } from '../proposals/advance-proposals.ts'
import { endDueRestrictions } from '../restrictions/end-restriction.ts'
import { keepToRetention } from '../retention/keep-to-retention.ts'
import { sweepSessions } from '../sessions/sweep-sessions.ts'
import type { Site } from '../site.ts'
import { fetchDueSources } from '../sources/fetch-due-sources.ts'
import { sweepTags } from '../tags/sweep-tags.ts'
import { sweepTasks } from '../tasks/sweep-tasks.ts'
import { sweepThemes } from '../theme-packages/sweep-themes.ts'
import { trimTimelines } from '../timelines/trim-timeline.ts'

/** Something that is done again and again while the site runs. It must be harmless to do twice. */
interface Routine {
  name: string
  seconds: number
  /** What takes long comes to an end soon after `stopping` says so. */
  run(site: Site, stopping: AbortSignal): Promise<unknown>
}

const routines: Routine[] = [
  { name: 'destroy accounts', seconds: 600, run: destroyDueAccounts },
  { name: 'advance proposals', seconds: 60, run: advanceProposals },
  { name: 'end terms', seconds: 600, run: endDueTerms },
  { name: 'open elections', seconds: 3600, run: openDueElections },
  { name: 'end restrictions', seconds: 60, run: endDueRestrictions },
  { name: 'check founding', seconds: 3600, run: checkFounding },
  { name: 'check the lock', seconds: 3600, run: site => site.lock.check() },
  { name: 'sweep sessions', seconds: 3600, run: sweepSessions },
  { name: 'sweep drafts', seconds: 3600, run: sweepDrafts },
  { name: 'sweep uploads', seconds: 3600, run: sweepUploads },
  { name: 'sweep imports', seconds: 3600, run: sweepImports },
  { name: 'sweep exports', seconds: 3600, run: sweepExports },
  { name: 'keep to retention', seconds: 21_600, run: keepToRetention },
  { name: 'trim timelines', seconds: 3600, run: trimTimelines },
  { name: 'queue mails', seconds: 15, run: queueMails },
  { name: 'make backups', seconds: 300, run: runBackupPlan },
  { name: 'close ended streams', seconds: 300, run: closeEndedStreams },
  { name: 'sweep tags', seconds: 86_400, run: sweepTags },
  { name: 'sweep tasks', seconds: 86_400, run: sweepTasks },
  { name: 'resume tasks', seconds: 60, run: site => site.tasks.resume() },
  { name: 'refresh plugin indexes', seconds: 600, run: site => refreshIndexes(site) },
  { name: 'sweep packages', seconds: 3600, run: sweepPackages },
  { name: 'sweep themes', seconds: 86_400, run: sweepThemes },
  { name: 'write counts', seconds: 60, run: site => site.counts.write() },
  { name: 'take samples', seconds: 600, run: takeSamples },
  { name: 'fetch due sources', seconds: 2, run: fetchDueSources },
]

export interface Schedule {
  close(): Promise<void>
}

/** Says what runs when. A routine that is still at work is not started again. */
export function startSchedule(opened: OpenSite): Schedule {
  const { site } = opened
  const stopping = new AbortController()
  const atWork = new Set<Promise<unknown>>()
  const every = (seconds: number, name: string, run: () => Promise<unknown>): NodeJS.Timeout => {
    const work = site.routines.add(name, seconds, run, error => site.log.error({ error, routine: name }, 'a routine failed'))
    const timer = setInterval(() => {
      const running = work().finally(() => atWork.delete(running))
      atWork.add(running)
    }, seconds * 1000)
    return timer.unref()
  }

  const timers = [
    every(1, 'refresh', () => opened.refresh()),
    ...routines.map(({ seconds, name, run }) => every(seconds, name, () => run(site, stopping.signal))),
  ]
  return {
    async close() {
      for (const timer of timers) clearInterval(timer)
      stopping.abort()
      await Promise.all(atWork)
    },
  }
}
