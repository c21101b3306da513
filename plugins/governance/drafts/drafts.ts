import type { Host, PluginCall, RouteReply } from 'core/api'
import { maybeDraft, sponsorsOf } from './draft.ts'
import { decidedByMembers, proposeView } from './propose-page.ts'
import { problemsOf, refusal } from './refused.ts'

/** Keeps what somebody filled in, or changes a proposal that is being discussed. What is refused is shown in the form again. */
export async function saveDraft(host: Host, call: PluginCall): Promise<RouteReply> {
  const { member, input } = call
  const { action, title = '', why, draft: draftId, amends, ...typed } = input as Record<string, string>
  const { proposals, data } = host
  try {
    if (!amends && title.trim().length < 3) throw refusal('title', 'Give it a title, in a few words.')
    const values = await proposals.read({ action: action!, body: typed })
    if (amends) {
      await proposals.amend({ as: member!.id, proposalId: amends, input: values })
      return { redirect: `/governance/proposals/${amends}`, notice: 'The proposal is changed. Its discussion begins anew.' }
    }
    const { decides } = await proposals.rehearse({ action: action!, input: values })
    if (![...decidedByMembers, 'operations'].includes(decides)) throw refusal('form', 'This is for moderators to decide, case by case.')
    const kept = { memberId: member!.id, title: title.trim(), action: action!, input: values, ...(why && { why }) }
    const own = draftId ? await maybeDraft(host, draftId) : undefined
    if (own && own.memberId !== member!.id) return { problem: 'Only who wrote a draft can change it.' }
    // Who supported it supported what it said.
    if (own) await data.sponsors!.removeAll({ where: { draftId: own.id } })
    const saved = own ? await data.drafts!.update(own.id, kept) : await data.drafts!.insert(kept)
    return { redirect: `/governance/drafts/${saved.id}` }
  } catch (error) {
    const problems = problemsOf(error)
    const view = await proposeView(host, { action: action!, typed, title, why: why ?? '', draft: draftId, amends, problems })
    return { page: 'propose', status: 422, view }
  }
}

/** Wants a vote about what somebody else drafted. */
export async function supportDraft(host: Host, { member, input }: PluginCall): Promise<RouteReply> {
  const draft = await maybeDraft(host, input.id)
  if (!draft) return { problem: 'There is no such draft. Perhaps it was published or discarded.' }
  const { rulesClass, sponsors: needed } = await host.proposals.rehearse(draft)
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
  const { title, action, why } = draft
  const sponsors = await sponsorsOf(host, draft)
  const { id } = await host.proposals.publish({ as: member!.id, title, action, input: draft.input, sponsors })
  if (why) await host.data.comments!.insert({ about: id, memberId: member!.id, body: why, isReason: true })
  for (const said of await host.data.comments!.list({ where: { about: draft.id }, order: 'oldest', limit: 500 }))
    await host.data.comments!.update(said.id, { about: id })
  await forget(host, draft.id)
  return { redirect: `/governance/proposals/${id}`, notice: 'It is put to the members. Everybody who can vote is being told.' }
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
