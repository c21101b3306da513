/** Progress goes to standard error, so that results alone can be kept. */
export function say(text: string): void {
  process.stderr.write(`${text}\n`)
}

/** A table in Markdown: numbers with as many places as matter. */
export function table(rows: readonly object[]): string {
  const names = Object.keys(rows[0] ?? {})
  const lines = rows.map(row => Object.values(row).map(cell))
  const line = (cells: string[]): string => `| ${cells.join(' | ')} |`
  return [line(names), line(names.map(() => '---')), ...lines.map(line)].join('\n')
}

function cell(value: unknown): string {
  if (typeof value !== 'number') return String(value)
  if (Number.isInteger(value)) return String(value)
  return Math.abs(value) < 1 ? value.toFixed(4) : value.toFixed(value < 100 ? 2 : 0)
}
