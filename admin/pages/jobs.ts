import { type JobView, listJobs, type PanelPage } from 'core/control'

const marks: Record<JobView['state'], string> = { waiting: 'resting', running: 'good', failing: 'bad', 'given up': 'bad' }

/** Work in the background: what waits, what failed and why. */
export default {
  title: 'Jobs',
  section: 'System',
  order: 41,
  permission: 'system',
  async show({ site, actor }) {
    const [jobs, counts] = await Promise.all([listJobs(site, actor), site.jobs.waiting()])
    return { counts, jobs: jobs.map(job => ({ ...job, mark: marks[job.state], idle: job.state !== 'running' })) }
  },
} satisfies PanelPage
