import { type Chart, type ChartOptions, describe, height, type Point, step } from './chart.ts'

/** Lines, one for each series. Where nothing is known a line has a gap. */
export function drawLines(points: readonly Point[], options: ChartOptions): Chart {
  const known = points.flatMap(({ values }) => values.filter(value => value !== null))
  const most = Math.max(1, ...known)
  const lines = options.names.flatMap((_, series) =>
    runs(points, series).map(run => ({
      points: run.map(([index, value]) => `${index * step + step / 2},${round(height - (value / most) * height)}`).join(' '),
      second: series > 0,
    })),
  )
  return { ...describe(points, options), lines }
}

/** Stretches of known values. A single one becomes a short line, so that it can be seen. */
function runs(points: readonly Point[], series: number): [number, number][][] {
  const found: [number, number][][] = []
  let open: [number, number][] | undefined
  for (const [index, { values }] of points.entries()) {
    const value = values[series] ?? null
    if (value === null) {
      open = undefined
      continue
    }
    if (!open) {
      open = []
      found.push(open)
    }
    open.push([index, value])
  }
  return found.map(run => (run.length > 1 ? run : [run[0]!, [run[0]![0] + 0.5, run[0]![1]]]))
}

function round(value: number): number {
  return Math.round(value * 10) / 10
}
