import { csvLine, type Download } from 'core/control'

const chunk = 1000

/** What a list is written into a file with. */
interface Written<Row> {
  /** Name of the file, without its ending. */
  name: string
  /** Names of the columns, and what stands in them. */
  columns: Readonly<Record<string, (row: Row) => unknown>>
  /** Is handed the cursor of the last row that was read. */
  read(page: { after?: string; limit: number }): Promise<readonly Row[]>
  cursor(row: Row): string
}

/** A list as a file, read in parts, so that its length costs no memory. */
export function listDownload<Row>(as: 'csv' | 'json', list: Written<Row>): Download {
  const { ending, type, chunks } = as === 'json' ? { ending: 'json', ...json } : { ending: 'csv', ...csv }
  return { name: `${list.name}.${ending}`, type, chunks: chunks(list) }
}

const csv = {
  type: 'text/csv; charset=utf-8',
  async *chunks<Row>(list: Written<Row>): AsyncGenerator<string> {
    yield csvLine(Object.keys(list.columns))
    for await (const rows of readAll(list)) {
      yield rows.map(row => csvLine(Object.values(list.columns).map(cell => cell(row)))).join('')
    }
  },
}

/** A list with one object per line. */
const json = {
  type: 'application/json',
  async *chunks<Row>(list: Written<Row>): AsyncGenerator<string> {
    let before = '[\n'
    for await (const rows of readAll(list)) {
      const lines = rows.map(row => JSON.stringify(Object.fromEntries(Object.entries(list.columns).map(([key, cell]) => [key, cell(row)]))))
      yield before + lines.join(',\n')
      before = ',\n'
    }
    yield before === '[\n' ? '[]\n' : '\n]\n'
  },
}

async function* readAll<Row>({ read, cursor }: Pick<Written<Row>, 'read' | 'cursor'>): AsyncGenerator<readonly Row[]> {
  let after: string | undefined
  do {
    const rows = await read({ limit: chunk, ...(after !== undefined && { after }) })
    if (rows.length > 0) yield rows
    const last = rows.at(-1)
    after = rows.length === chunk && last !== undefined ? cursor(last) : undefined
  } while (after !== undefined)
}
