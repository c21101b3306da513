import { type AuditEntry, type PanelPage, showSiteTag } from 'core/control'

/** One tag: its newest public entries, what is filed under it, and what was decided about it. */
export default {
  title: 'Tag',
  permission: 'content',
  async show({ site, actor, query, body, problems }) {
    const { tag, words, entries, history } = await showSiteTag(site, actor, query.name ?? '')
    return {
      title: `#${tag.label}`,
      under: 'tags',
      trail: { label: 'Tags', url: '/admin/tags' },
      back: `/admin/tag?name=${encodeURIComponent(tag.name)}`,
      tag,
      url: `/tags/${encodeURIComponent(tag.name)}`,
      words,
      entries,
      allEntries: tag.uses > entries.length && `/admin/entries?tag=${encodeURIComponent(tag.name)}`,
      into: body.into ?? '',
      problems,
      history: history.map(done),
      self: { tag: tag.name },
      own: { words: tag.name },
    }
  },
} satisfies PanelPage

function done({ id, summary, reason, createdAt, actorName, actorId }: AuditEntry): object {
  return { id, summary, reason, createdAt, by: actorName ?? (actorId ? 'a former member' : 'the command line') }
}
