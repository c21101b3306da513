type Row = Record<string, unknown>

/** Text for people: a sentence as it is, a record line by line, a list as a table. */
export function printed(value: unknown): string {
  if (Array.isArray(value)) return value.every(isRow) ? table(value) : value.map(cell).join('\n')
  return isRow(value) ? record(value) : cell(value)
}

function record(row: Row): string {
  const width = Math.max(0, ...Object.keys(row).map(name => name.length))
  return Object.entries(row)
    .map(([name, value]) => `${name.padEnd(width)}  ${cell(value)}`)
    .join('\n')
}

/** Columns are as wide as they need to be; the last one is not filled up. */
function table(rows: Row[]): string {
  if (rows.length === 0) return 'There is nothing to show.'
  const names = [...new Set(rows.flatMap(row => Object.keys(row)))]
  const lines = [names.map(name => name.toUpperCase()), ...rows.map(row => names.map(name => cell(row[name])))]
  const widths = names.map((_name, column) => Math.max(...lines.map(line => line[column]!.length)))
  return lines
    .map(line =>
      line
        .map((text, column) => text.padEnd(widths[column]!))
        .join('  ')
        .trimEnd(),
    )
    .join('\n')
}

function cell(value: unknown): string {
  if (value === null || value === undefined) return ''
  if (Array.isArray(value) && !value.some(isRow)) return value.map(cell).join(', ')
  return typeof value === 'object' ? JSON.stringify(value) : String(value)
}

function isRow(value: unknown): value is Row {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
