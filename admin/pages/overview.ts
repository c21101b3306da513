import { type Daily, dailyCounts, listAttention, type PanelPage } from 'core/control'

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
    const charts = [chart('New members', members), chart('Entries', entries), chart('Comments', comments)]
    return { attention, charts, days }
  },
} satisfies PanelPage

const width = 6
const height = 48

/** Bars of an SVG picture: a day with anything at all can be seen. */
function chart(title: string, { counts, total, most }: Daily): object {
  const bars = counts.map((count, index) => {
    const tall = count === 0 ? 0 : Math.max(2, Math.round((count / most) * height))
    return { x: index * width, y: height - tall, height: tall, count }
  })
  return { title, total, most, bars, width: counts.length * width, height, barWidth: width - 1 }
}
