/** A chart as `partials/chart.hbs` draws it. */
export interface Chart {
  title: string
  /** The number that sums it up. */
  figure: string
  /** What the picture says, for who does not see it. */
  said: string
  width: number
  height: number
  bars?: { x: number; y: number; width: number; height: number; text: string; second?: boolean }[]
  lines?: { points: string; second: boolean }[]
  legend?: { name: string; second: boolean; bad?: boolean }[]
  /** What stands at both ends of the axis. */
  first: string
  last: string
  /** The table behind it: heading of its first column, and of the others. */
  of: string
  names: string[]
  rows: { label: string; values: string[] }[]
}

/** One place of the axis: a day or an hour, with a number for each series; null when nothing is known of it. */
export interface Point {
  label: string
  values: (number | null)[]
}

export interface ChartOptions {
  title: string
  /** The names of one or two series. */
  names: string[]
  of: string
  figure: string
  /** How a number is written: `42 ms`. */
  written?(value: number): string
  /** The second series is what went wrong. */
  secondIsBad?: boolean
}

export const step = 6
export const height = 60

/** What every chart has, whatever its shape. */
export function describe(points: readonly Point[], options: ChartOptions): Omit<Chart, 'bars' | 'lines'> {
  const { title, names, of, figure, written = String, secondIsBad = false } = options
  const known = points.flatMap(({ values }) => values.filter(value => value !== null))
  const most = Math.max(0, ...known)
  return {
    title,
    figure,
    said: `${figure}, at most ${written(most)} in one ${of.toLowerCase()}`,
    width: Math.max(points.length, 1) * step,
    height,
    ...(names.length > 1 && { legend: names.map((name, index) => ({ name, second: index > 0, bad: secondIsBad })) }),
    first: points[0]?.label ?? '',
    last: points.at(-1)?.label ?? '',
    of,
    names,
    rows: points.toReversed().map(({ label, values }) => ({ label, values: values.map(value => (value === null ? '–' : written(value))) })),
  }
}

export function mostOf(points: readonly Point[]): number {
  return Math.max(1, ...points.map(({ values }) => values.reduce<number>((sum, value) => sum + (value ?? 0), 0)))
}
