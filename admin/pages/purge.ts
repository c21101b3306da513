import { listPurgers, listPurges, mayPurge, openEvidence, openEvidenceInput, type PanelPage, type Purge, readInput } from 'core/control'
import { pageOf } from '../list-view.ts'

const perPage = 20
const page = '/admin/purge'

const words = { entry: 'Entry', comment: 'Comment', upload: 'Upload', picture: 'Profile picture' } as const

/** What must not exist: destroying it for good, and the sealed evidence of it. */
export default {
  title: 'Purge',
  section: 'Content',
  order: 19,
  permission: 'staff',
  async show({ site, actor, query, body }) {
    const named = listPurgers(site, actor)
    if (!mayPurge(site, actor)) return { named }
    const rows = await listPurges(site, actor, { limit: perPage + 1, ...(query.after && { after: query.after }) })
    const list = pageOf(rows, { perPage, page, query, cursor: (row: Purge) => row.id })
    const chosen = String(body.kind ?? query.kind ?? 'entry')
    return {
      isNamed: true,
      named,
      list: { ...list, rows: list.rows.map(row => ({ ...row, what: words[row.kind] })) },
      kinds: Object.entries(words).map(([value, label]) => ({ value, label, chosen: value === chosen })),
      typed: { id: query.id, keepDays: 180, ...(body.action ? body : {}) },
      ...(body.opened ? { opened: body.opened } : {}),
    }
  },
  /** Opens evidence, for this one answer. */
  async submit({ site, actor, body }) {
    const { rows, files } = await openEvidence(site, actor, readInput(openEvidenceInput, body))
    Object.assign(body, { password: '', opened: { text: JSON.stringify(rows, null, 2), files } })
    return undefined
  },
} satisfies PanelPage
