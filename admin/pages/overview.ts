import { type Daily, dailyCounts, listAttention, type PanelPage } from 'core/control'
import type { Chart } from '../charts/chart.ts'
import { drawBars } from '../charts/draw-bars.ts'

const days = 30

/** What needs attention, and how the site is doing. */
export default {
  title: 'Overview',
  order: 0,
  permission: 'audit log',
  async show({ site, actor }) {
    const [attention, members, entries, comments] = await Promise.all([
      listAttention(site, actor),
      dailyCounts(site, 'members', days),
      dailyCounts(site, 'entries', days),
      dailyCounts(site, 'comments', days),
    ])
    return { attention, days, charts: [chart('New members', members), chart('Entries', entries), chart('Comments', comments)] }
  },
} satisfies PanelPage

function chart(title: string, { counts, dates, total }: Daily): Chart {
  const points = counts.map((count, index) => ({ label: dates[index] ?? '', values: [count] }))
  return drawBars(points, { title, names: [title], of: 'Day', figure: String(total) })
}
