import { type Chart, type ChartOptions, describe, height, mostOf, type Point, step } from './chart.ts'

/** Bars, one for each place; a second series stands on top of the first. A place with anything at all can be seen. */
export function drawBars(points: readonly Point[], options: ChartOptions): Chart {
  const most = mostOf(points)
  const bars = points.flatMap(({ label, values }, index) => {
    let below = 0
    return values.flatMap((value, series) => {
      if (!value) return []
      const tall = Math.max(2, Math.round((value / most) * height))
      below += tall
      const text = `${label}: ${(options.written ?? String)(value)}`
      return [{ x: index * step, y: height - below, width: step - 1, height: tall, text, ...(series > 0 && { second: true }) }]
    })
  })
  return { ...describe(points, options), bars }
}
