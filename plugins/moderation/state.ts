import type { Collection, PluginData } from 'core/api'

interface Row {
  key: string
  value: unknown
}

/** What holds for the site as a whole, by name: raid mode, how the spam filter is set. Of the host, or of an action: then in its transaction. */
export async function readState<Value>({ data }: { data: PluginData }, key: string): Promise<Value | undefined> {
  const [row] = await statesOf(data).list({ where: { key } })
  return row?.value as Value | undefined
}

/** Without a value there is none any more. */
export async function writeState(data: PluginData, key: string, value: unknown): Promise<void> {
  const states = statesOf(data)
  if (value !== undefined && value !== null) await states.put({ key, value })
  else await states.removeAll({ where: { key } })
}

function statesOf(data: PluginData): Collection<Row> {
  return data.states as unknown as Collection<Row>
}
