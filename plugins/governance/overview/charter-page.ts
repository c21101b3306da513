import type { Host, PluginAction, PluginCall } from 'core/api'

const order = ['locked', 'ballot', 'silence', 'moderation', 'operations', 'emergency']

/** The charter in plain words: the rules of each class, and who decides about what. */
export async function showCharter({ proposals }: Host, _: PluginCall): Promise<Record<string, unknown>> {
  const [rules, actions] = await Promise.all([proposals.rules(), proposals.actions()])
  const parts = actions.flatMap(({ title, parts: list }) => list.map(part => ({ title, part: part.title, decides: part.decides })))
  const all: { title: string; part?: string; decides: string }[] = [...actions.map(plain), ...parts]
  const groups = Map.groupBy(all, ({ decides }) => decides)
  return {
    ...rules,
    kinds: order.flatMap(decides => {
      const list = groups.get(decides)
      return list ? [{ decides, [decides]: true, actions: list.sort((a, b) => a.title.localeCompare(b.title)) }] : []
    }),
  }
}

function plain({ title, decides }: PluginAction): { title: string; decides: string } {
  return { title, decides }
}
