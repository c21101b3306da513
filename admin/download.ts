import { csvLine, type Download } from 'core/control'

const chunk = 1000

/** A list as a CSV file, read in parts, so that its length costs no memory. `read` is handed the cursor of the last row. */
export function csvDownload<Row>(
  name: string,
  columns: Readonly<Record<string, (row: Row) => unknown>>,
  read: (page: { after?: string; limit: number }) => Promise<readonly Row[]>,
  cursor: (row: Row) => string,
): Download {
  async function* chunks(): AsyncGenerator<string> {
    yield csvLine(Object.keys(columns))
    for await (const rows of readAll(read, cursor)) {
      yield rows.map(row => csvLine(Object.values(columns).map(cell => cell(row)))).join('')
    }
  }
  return { name: `${name}.csv`, type: 'text/csv; charset=utf-8', chunks: chunks() }
}

/** The same as JSON: a list with one object per line. */
export function jsonDownload<Row>(
  name: string,
  columns: Readonly<Record<string, (row: Row) => unknown>>,
  read: (page: { after?: string; limit: number }) => Promise<readonly Row[]>,
  cursor: (row: Row) => string,
): Download {
  async function* chunks(): AsyncGenerator<string> {
    let before = '[\n'
    for await (const rows of readAll(read, cursor)) {
      const lines = rows.map(row => JSON.stringify(Object.fromEntries(Object.entries(columns).map(([key, cell]) => [key, cell(row)]))))
      yield before + lines.join(',\n')
      before = ',\n'
    }
    yield before === '[\n' ? '[]\n' : '\n]\n'
  }
  return { name: `${name}.json`, type: 'application/json', chunks: chunks() }
}

async function* readAll<Row>(
  read: (page: { after?: string; limit: number }) => Promise<readonly Row[]>,
  cursor: (row: Row) => string,
): AsyncGenerator<readonly Row[]> {
  let after: string | undefined
  do {
    const rows = await read({ limit: chunk, ...(after !== undefined && { after }) })
    if (rows.length > 0) yield rows
    const last = rows.at(-1)
    after = rows.length === chunk && last !== undefined ? cursor(last) : undefined
  } while (after !== undefined)
}
