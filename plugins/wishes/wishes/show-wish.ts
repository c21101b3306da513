import type { PluginCall, Refusal } from 'core/api'
import { readPatchFiles } from '../patches/read-patch.ts'
import { listPatches, listReplies, type Reply } from '../replies/reply.ts'
import { Refused, type World } from '../wishes.ts'
import { findWish, type Wish } from './wish.ts'

/** A wish as a page: what is missed, who wants it, what was answered, and what members say and bring. */
export async function showWish(world: World, { input, member, may = [] }: PluginCall): Promise<Record<string, unknown> | Refusal> {
  const moderates = may.includes('moderation')
  const wish = await findWish(world, input.id).catch(error => {
    if (error instanceof Refused) return undefined
    throw error
  })
  if (!wish) return { problem: 'There is no such wish.' }
  const isOwn = member !== undefined && wish.memberId === member.id
  const [replies, patches] = await Promise.all([listReplies(world, wish.id), listPatches(world, wish.id)])
  const people = await peopleOf(world, [wish.memberId, wish.answeredBy, ...replies.map(({ memberId }) => memberId)])
  const isSupported = member !== undefined && (await supports(world, wish.id, member.id))
  const isHidden = wish.hiddenAt !== null && !moderates && !isOwn
  return {
    title: isHidden ? 'Wish' : wish.title,
    wish: {
      ...wish,
      ...(isHidden && { title: '', body: '' }),
      by: people.get(wish.memberId ?? ''),
      answeredBy: people.get(wish.answeredBy ?? ''),
    },
    isHidden,
    isOwn,
    replies: replies.map(reply =>
      replyView(reply, { reader: member?.id, moderates, by: people.get(reply.memberId ?? ''), patch: patches.get(reply.id) }),
    ),
    isSupported,
    canSupport: member !== undefined && !isOwn && (wish.state === 'open' || wish.state === 'taken-up'),
    canReply: member !== undefined && !isHidden,
    canAnswer: may.includes('wishes.answer'),
    moderates,
    ...(moderates && { reports: await openReports(world, wish.id) }),
    [stateName(wish)]: true,
  }
}

function stateName({ state }: Wish): string {
  return { open: 'isOpen', 'taken-up': 'isTakenUp', done: 'isDone', declined: 'isDeclined' }[state]
}

function replyView(
  reply: Omit<Reply, 'patch'>,
  { reader, moderates, by, patch }: { reader: string | undefined; moderates: boolean; by: object | undefined; patch: string | undefined },
): object {
  const isOwn = reader !== undefined && reply.memberId === reader
  const isHidden = reply.hiddenAt !== null && !moderates && !isOwn
  if (isHidden) return { id: reply.id, isHidden, hiddenBecause: reply.hiddenBecause, createdAt: reply.createdAt }
  return {
    ...reply,
    by,
    isOwn,
    canReport: reader !== undefined && !isOwn,
    ...(reply.patchName && { patchUrl: `/wishes/patches/${reply.id}` }),
    ...(patch && { patch: readPatchFiles(patch) }),
  }
}

async function peopleOf({ host }: World, ids: (string | null)[]): Promise<Map<string, object>> {
  const unique = [...new Set(ids.filter(id => id !== null))]
  const found = await Promise.all(unique.map(async id => [id, await host.members.find(id)] as const))
  return new Map(found.flatMap(([id, person]) => (person ? [[id, person] as const] : [])))
}

async function supports({ tables }: World, wishId: string, memberId: string): Promise<boolean> {
  return (await tables('wishes_supports').where({ wishId, memberId }).first('wishId')) !== undefined
}

async function openReports({ tables }: World, wishId: string): Promise<object[]> {
  return tables('wishes_reports').where({ wishId }).whereNull('settledAt').orderBy('id').limit(50).select('about', 'reason', 'createdAt')
}
