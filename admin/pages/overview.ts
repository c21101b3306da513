import { type Daily, dailyCounts, listAttention, type PanelPage, showCards } from 'core/control'
import { drawBlocks } from '../blocks/draw-blocks.ts'
import type { Chart } from '../charts/chart.ts'
import { drawBars } from '../charts/draw-bars.ts'

const days = 30

/** What needs attention, and how the site is doing. */
export default {
  title: 'Overview',
  order: 0,
  permission: 'audit log',
  async show({ site, actor }) {
    const [cards, attention, members, entries, comments] = await Promise.all([
      showCards(site, actor),
      listAttention(site, actor),
      dailyCounts(site, 'members', days),
      dailyCounts(site, 'entries', days),
      dailyCounts(site, 'comments', days),
    ])
    return {
      cards: cards.map(card => ({ ...card, blocks: drawBlocks(card.blocks) })),
      attention,
      days,
      charts: [chart('New members', members), chart('Entries', entries), chart('Comments', comments)],
    }
  },
} satisfies PanelPage

function chart(title: string, { counts, dates, total }: Daily): Chart {
  const points = counts.map((count, index) => ({ label: dates[index] ?? '', values: [count] }))
  return drawBars(points, { title, names: [title], of: 'Day', figure: String(total) })
}
