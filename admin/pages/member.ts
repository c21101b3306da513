import { type AuditEntry, canStandFor, countedTo, may, type PanelPage, showSiteMember } from 'core/control'
import { upTo } from '../list-view.ts'

const countLabels = {
  entries: 'Entries',
  comments: 'Comments',
  likes: 'Likes',
  followers: 'Followers',
  follows: 'Follows',
  groups: 'Groups',
  sources: 'Sources',
  uploads: 'Uploads',
} as const

/** One account: who it is, what it may do, where it is signed in, and what was done about it. */
export default {
  title: 'Member',
  permission: 'members',
  actions: ['member.role'],
  async show({ site, actor, query, body }) {
    const handle = query.handle ?? String(body.handle ?? '')
    const view = await showSiteMember(site, actor, handle)
    const names = Object.keys(countLabels) as (keyof typeof countLabels)[]
    return {
      ...view,
      title: view.person.name,
      under: 'members',
      trail: { label: 'Members', url: '/admin/members' },
      handle,
      back: `/admin/member?handle=${encodeURIComponent(handle)}`,
      roleTitle: site.roles.get(view.member.role)?.title ?? view.member.role,
      counts: names.map(name => ({ label: countLabels[name], count: upTo(view.counts[name], countedTo) })),
      megabytes: (view.uploadedBytes / 1_048_576).toFixed(1),
      canGive: may(actor, 'roles') && view.canTouch && !view.member.waitingSince,
      roles: [...site.roles.values()]
        .filter(role => canStandFor(actor, role))
        .map(role => ({ ...role, selected: role.name === view.member.role })),
      history: view.history.map(done),
    }
  },
  // The link is shown once, to who made it, and is kept nowhere.
  async submit({ site, actor, query, body }) {
    const handle = query.handle ?? String(body.handle ?? '')
    const { result } = await site.act(actor, 'member.reset-link', { handle })
    return {
      notice: `Send this link to ${handle}, and to nobody else. It works once, for 8 hours: ${String(result)}`,
      url: `/admin/member?handle=${encodeURIComponent(handle)}`,
    }
  },
} satisfies PanelPage

function done({ id, summary, reason, createdAt, actorName, actorId }: AuditEntry): object {
  return { id, summary, reason, createdAt, by: actorName ?? (actorId ? 'a former member' : 'the command line') }
}
