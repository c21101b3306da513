import { type AuditEntry, type PanelPage, showSiteEntry } from 'core/control'

/** One public entry: what it says, what it said before, and what was done about it. */
export default {
  title: 'Entry',
  permission: 'content',
  async show({ site, actor, query }) {
    const { entry, edits, history, ...around } = await showSiteEntry(site, actor, query.id ?? '')
    return {
      ...around,
      title: entry.title ?? `Entry ${entry.shortId}`,
      under: 'entries',
      trail: { label: 'Entries', url: '/admin/entries' },
      back: `/admin/entry?id=${entry.shortId}`,
      entry: { ...entry, bodyHtml: entry.bodyHtml, url: `/e/${entry.shortId}` },
      isHidden: entry.access === 'hidden',
      edits: edits.map(edit => ({ ...edit, said: [edit.body, edit.link].filter(Boolean).join('\n') })),
      history: history.map(done),
    }
  },
} satisfies PanelPage

function done({ id, summary, reason, createdAt, actorName, actorId }: AuditEntry): object {
  return { id, summary, reason, createdAt, by: actorName ?? (actorId ? 'a former member' : 'the command line') }
}
