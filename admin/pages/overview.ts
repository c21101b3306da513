import {
  answeringProcess,
  type Daily,
  dailyCounts,
  dailySamples,
  dailySums,
  gigabytes,
  listAttention,
  may,
  type PanelPage,
  responseTimes,
  showCards,
} from 'core/control'
import { drawBlocks } from '../blocks/draw-blocks.ts'
import type { Chart } from '../charts/chart.ts'
import { drawBars } from '../charts/draw-bars.ts'
import { drawLines } from '../charts/draw-lines.ts'

const days = 30
const hours = 48

/** What needs attention, and how the site is doing. */
export default {
  title: 'Overview',
  order: 0,
  permission: 'audit log',
  async show({ site, actor }) {
    const [attention, answering, members, entries, comments, sums, samples, times, cards] = await Promise.all([
      listAttention(site, actor),
      answeringProcess(site, actor),
      dailyCounts(site, 'members', days),
      dailyCounts(site, 'entries', days),
      dailyCounts(site, 'comments', days),
      dailySums(site, ['fetches', 'failed fetches'], days),
      dailySamples(site, ['disk used', 'database bytes'], days),
      responseTimes(site, hours),
      showCards(site, actor),
    ])
    const good = sums.get('fetches')!
    const bad = sums.get('failed fetches')!
    const imports = good.labels.map((label, index) => ({ label, values: [good.values[index] ?? 0, bad.values[index] ?? 0] }))
    return {
      cards: cards.map(card => ({ ...card, blocks: drawBlocks(card.blocks) })),
      attention,
      answering,
      days,
      hours,
      charts: [people(members), activity(entries, comments), fetches(imports)],
      ...(may(actor, 'system') && {
        machine: [speed(times), room('Disk in use', samples.get('disk used')!), room('Database', samples.get('database bytes')!)],
      }),
    }
  },
} satisfies PanelPage

function people({ counts, dates, total }: Daily): Chart {
  const points = counts.map((count, index) => ({ label: dates[index] ?? '', values: [count] }))
  return drawBars(points, { title: 'New members', names: ['New members'], of: 'Day', figure: String(total) })
}

function activity(entries: Daily, comments: Daily): Chart {
  const points = entries.dates.map((label, index) => ({ label, values: [entries.counts[index] ?? 0, comments.counts[index] ?? 0] }))
  const figure = `${entries.total} + ${comments.total}`
  return drawLines(points, { title: 'Entries and comments', names: ['Entries', 'Comments'], of: 'Day', figure })
}

function fetches(points: { label: string; values: number[] }[]): Chart {
  const total = points.reduce((sum, { values }) => sum + (values[0] ?? 0) + (values[1] ?? 0), 0)
  const names = ['Fetched', 'Failed']
  return drawBars(points, { title: 'Fetches of sources', names, of: 'Day', figure: String(total), secondIsBad: true })
}

function speed(times: Awaited<ReturnType<typeof responseTimes>>): Chart {
  const points = times.map(({ label, p50, p95 }) => ({ label: `${label.replace('T', ' ')}:00`, values: [p50, p95] }))
  const last = times.findLast(({ p50 }) => p50 !== null)
  const figure = last?.p50 ? milliseconds(last.p50) : 'no pages yet'
  const names = ['Half of all pages', '95 of 100']
  return drawLines(points, { title: 'Time for a page', names, of: 'Hour', figure, written: milliseconds })
}

function room(title: string, { labels, values }: { labels: string[]; values: (number | null)[] }): Chart {
  const points = labels.map((label, index) => ({ label, values: [values[index] ?? null] }))
  const last = values.findLast(value => value !== null)
  return drawLines(points, { title, names: [title], of: 'Day', figure: last ? gigabytes(last) : 'not yet', written: gigabytes })
}

function milliseconds(value: number): string {
  return value < 10 ? `${value.toFixed(1)} ms` : `${Math.round(value)} ms`
}
