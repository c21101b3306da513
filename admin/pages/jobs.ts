import { countJobNames, type JobFilter, type JobView, listJobs, type PanelPage } from 'core/control'

const marks: Record<JobView['state'], string> = { waiting: 'resting', running: 'good', failing: 'bad', 'given up': 'bad' }
const shows: { name: string; label: string; state?: NonNullable<JobFilter['state']> }[] = [
  { name: 'all', label: 'All' },
  { name: 'waiting', label: 'Waiting', state: 'waiting' },
  { name: 'given-up', label: 'Given up', state: 'given up' },
]

/** Work in the background: what waits, what failed and why. */
export default {
  title: 'Jobs',
  section: 'System',
  order: 41,
  permission: 'system',
  async show({ site, actor, query }) {
    const chosen = shows.find(({ name }) => name === query.show) ?? shows[0]!
    const name = query.name ?? ''
    const filter = { ...(chosen.state && { state: chosen.state }), ...(name && { name }) }
    const [jobs, counts, names] = await Promise.all([listJobs(site, actor, filter), site.jobs.waiting(), countJobNames(site, actor)])
    const address = (values: Record<string, string>): string => `/admin/jobs?${new URLSearchParams({ show: chosen.name, name, ...values })}`
    return {
      counts,
      back: address({}),
      chips: [
        ...shows.map(one => ({ label: one.label, url: address({ show: one.name }), here: one === chosen })),
        ...names.map(one => ({
          label: one.name,
          count: one.count,
          url: address({ name: one.name === name ? '' : one.name }),
          here: one.name === name,
        })),
      ],
      jobs: jobs.map(job => ({ ...job, mark: marks[job.state], idle: job.state !== 'running', input: { id: job.id } })),
    }
  },
} satisfies PanelPage
