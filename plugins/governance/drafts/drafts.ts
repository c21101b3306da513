import type { Host, PluginCall, RouteReply, Row } from 'core/api'
import { askedOf, type Draft, maybeDraft, sponsorsOf } from './draft.ts'
import { decidedByMembers, proposeView } from './propose-page.ts'
import { problemsOf, refusal } from './refused.ts'
import { withWay } from './ways.ts'

/** Keeps what somebody filled in, or changes a proposal that is being discussed. What is refused is shown in the form again. */
export async function saveDraft(host: Host, call: PluginCall): Promise<RouteReply> {
  const { member, input } = call
  const { action, title = '', why, draft: draftId, amends, way, ...typed } = input as Record<string, string>
  const { proposals, data } = host
  try {
    if (!amends && title.trim().length < 3) throw refusal('title', 'Give it a title, in a few words.')
    const values = await proposals.read({ action: action!, body: typed })
    if (amends) {
      await proposals.amend({ as: member!.id, proposalId: amends, input: values })
      return { redirect: `/governance/proposals/${amends}`, notice: 'The proposal is changed. Its discussion begins anew.' }
    }
    const own = draftId ? await maybeDraft(host, draftId) : undefined
    if (own && own.memberId !== member!.id) return { problem: 'Only who wrote a draft can change it.' }
    if (!own) await checkRoom(host, member!.id)
    const ways = own && way ? withWay(own, way, { title: title.trim(), input: values }) : []
    const { decides } = await proposals.rehearse(askedOf({ ...emptyDraft, action: action!, input: values, ways }))
    if (![...decidedByMembers, 'operations'].includes(decides)) throw refusal('form', 'This is for moderators to decide, case by case.')
    const kept = { memberId: member!.id, title: title.trim(), action: action!, input: values, ...(why && { why }) }
    // Who supported it supported what it said.
    if (own) await data.sponsors!.removeAll({ where: { draftId: own.id } })
    const saved = own ? await data.drafts!.update(own.id, way ? { ways } : kept) : await data.drafts!.insert(kept)
    return { redirect: `/governance/drafts/${saved.id}` }
  } catch (error) {
    const problems = problemsOf(error)
    const view = await proposeView(host, { action: action!, typed, title, why: why ?? '', draft: draftId, amends, way, problems })
    return { page: 'propose', status: 422, view }
  }
}

const emptyDraft = { memberId: '', title: '' }

/** More than these nobody supports anyway: what is drafted and not published is a note to oneself. */
const mostDrafts = 5

async function checkRoom({ data }: Host, memberId: string): Promise<void> {
  const own = await data.drafts!.list({ where: { memberId }, limit: mostDrafts })
  if (own.length >= mostDrafts) throw refusal('form', 'You have five drafts. Put one of them to the members, or discard one.')
}

/** Wants a vote about what somebody else drafted. */
export async function supportDraft(host: Host, { member, input }: PluginCall): Promise<RouteReply> {
  const draft = await maybeDraft(host, input.id)
  if (!draft) return { problem: 'There is no such draft. Perhaps it was published or discarded.' }
  const { rulesClass, sponsors: needed } = await host.proposals.rehearse(askedOf(draft))
  const standing = await host.proposals.standing({ as: member!.id })
  if (!standing.some(one => one.ballotClass === rulesClass && one.can))
    return { problem: 'Who supports a draft can vote about it. You cannot yet.' }
  await host.data.sponsors!.put({ draftId: draft.id, memberId: member!.id })
  const count = (await sponsorsOf(host, draft)).length
  if (count >= needed)
    await host.notify({
      to: draft.memberId,
      kind: 'supported',
      about: draft.id,
      values: { title: draft.title },
      url: `/governance/drafts/${draft.id}`,
    })
  return { redirect: `/governance/drafts/${draft.id}`, notice: 'You support this draft.' }
}

export async function unsupportDraft(host: Host, { member, input }: PluginCall): Promise<RouteReply> {
  await host.data.sponsors!.removeAll({ where: { draftId: String(input.id), memberId: member!.id } })
  return { redirect: `/governance/drafts/${String(input.id)}`, notice: 'You no longer support this draft.' }
}

/** Puts a draft to the members. The draft is gone then; what was said about it stays with the proposal. */
export async function publishDraft(host: Host, { member, input }: PluginCall): Promise<RouteReply> {
  const draft = await maybeDraft(host, input.id)
  if (!draft || draft.memberId !== member!.id) return { problem: 'Only who wrote a draft can publish it.' }
  const sponsors = await sponsorsOf(host, draft)
  const { id } = await host.proposals.publish({ as: member!.id, title: draft.title, ...askedOf(draft), sponsors })
  await moveDraft(host, draft, id)
  return { redirect: `/governance/proposals/${id}`, notice: 'It is put to the members. Everybody who can vote is being told.' }
}

/** The draft is a proposal now: what was said about it stays with that. */
export async function moveDraft(host: Host, draft: Row<Draft>, proposalId: string): Promise<void> {
  const { comments } = host.data
  if (draft.why) await comments!.insert({ about: proposalId, memberId: draft.memberId, body: draft.why, isReason: true })
  for (const said of await comments!.list({ where: { about: draft.id }, order: 'oldest', limit: 500 }))
    await comments!.update(said.id, { about: proposalId })
  await forget(host, draft.id)
}

export async function discardDraft(host: Host, { member, input }: PluginCall): Promise<RouteReply> {
  const draft = await maybeDraft(host, input.id)
  if (!draft || draft.memberId !== member!.id) return { problem: 'Only who wrote a draft can discard it.' }
  await host.data.comments!.removeAll({ where: { about: draft.id } })
  await forget(host, draft.id)
  return { redirect: '/governance', notice: 'The draft is gone.' }
}

/** Somebody who looks after the site does at once what a member suggested. The draft is gone then. */
export async function adoptDraft(host: Host, { member, input }: PluginCall): Promise<RouteReply> {
  const draft = await maybeDraft(host, input.id)
  if (!draft) return { problem: 'There is no such draft. Perhaps it was published or discarded.' }
  const { summary } = await host.proposals.carryOut({ as: member!.id, action: draft.action, input: draft.input, author: draft.memberId })
  const { id, memberId, title } = draft
  if (memberId !== member!.id)
    await host.notify({ to: memberId, kind: 'adopted', about: id, values: { name: member!.name, title }, url: '/governance' })
  await host.data.comments!.removeAll({ where: { about: id } })
  await forget(host, id)
  return { redirect: '/governance', notice: summary }
}

async function forget({ data }: Host, draftId: string): Promise<void> {
  await data.sponsors!.removeAll({ where: { draftId } })
  await data.drafts!.remove(draftId)
}
