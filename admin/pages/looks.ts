import { draftVersion, listVersions, maybeOwnDraft, type PanelPage, previewCode } from 'core/control'

const perPage = 30

/** What the site looked like, version by version, and the way back. */
export default {
  title: 'Versions',
  section: 'Appearance',
  order: 33,
  permission: 'appearance',
  actions: ['look.restore'],
  async show({ site, actor, query }) {
    const before = Number(query.before) || undefined
    const rows = await listVersions(site, actor, { limit: perPage, ...(before && { before }) })
    const last = rows.at(-1)
    const draft = await maybeOwnDraft(site, actor)
    return {
      versions: rows,
      next: last && last.number > 0 ? `/admin/looks?before=${last.number}` : undefined,
      draft: draft && { id: draft.id, changedAt: draft.changedAt, link: `/previews/${previewCode(site, draft.id)}` },
      problem: site.look.problem,
    }
  },
  async submit({ site, actor, body }) {
    const draft = await draftVersion(site, actor, String(body.begin ?? ''))
    return { notice: 'This is your draft. Nobody else sees it until you publish it.', url: `/previews/${previewCode(site, draft.id)}` }
  },
} satisfies PanelPage
