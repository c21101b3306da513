import type { PluginCall, RouteReply } from 'core/api'
import { checkPatch } from '../patches/read-patch.ts'
import { findWish } from '../wishes/wish.ts'
import { asker, newId, Refused, type World } from '../wishes.ts'

/** What a member says about a wish, perhaps with a patch. */
export interface Reply {
  id: string
  wishId: string
  memberId: string | null
  body: string
  patchName: string | null
  patch: string | null
  hiddenAt: string | null
  hiddenBecause: string | null
  createdAt: string
}

const most = 300
/** Of the patches of a wish so many, and so many characters, are shown: reading them costs whoever looks at the page. */
const mostPatches = 8
const mostCharacters = 300_000

/** What was said about a wish, the oldest first. */
export async function listReplies({ tables }: World, wishId: string): Promise<Omit<Reply, 'patch'>[]> {
  const columns = ['id', 'wishId', 'memberId', 'body', 'patchName', 'hiddenAt', 'hiddenBecause', 'createdAt']
  return (await tables('wishes_replies').where({ wishId }).orderBy('id').limit(most).select(columns)) as unknown as Reply[]
}

/** The first patches of a wish by their reply, as far as they are not long. All can be downloaded. */
export async function listPatches({ tables }: World, wishId: string): Promise<Map<string, string>> {
  const rows = (await tables('wishes_replies')
    .where({ wishId })
    .whereNotNull('patch')
    .orderBy('id')
    .limit(mostPatches)
    .select('id', 'patch')) as unknown as { id: string; patch: string }[]
  let left = mostCharacters
  const shown = rows.filter(({ patch }) => {
    const fits = patch.length <= left
    if (fits) left -= patch.length
    return fits
  })
  return new Map(shown.map(({ id, patch }) => [id, patch]))
}

/** The reply with this id. Refuses when there is none. */
export async function findReply({ tables }: Pick<World, 'tables'>, id: unknown): Promise<Reply> {
  const reply = await tables('wishes_replies')
    .where({ id: String(id) })
    .first()
  if (!reply) throw new Refused('There is no such reply.')
  return reply as unknown as Reply
}

/** A member says something about a wish, or brings a patch for it, as a file. */
export async function replyToWish(world: World, call: PluginCall): Promise<RouteReply> {
  const member = asker(call)
  const body = String(call.input.body).trim()
  const [file] = call.texts ?? []
  const wish = await findWish(world, call.input.id)
  if (wish.hiddenAt) throw new Refused('This wish is hidden.')
  if (!body && !file) throw new Refused('Say something, or bring a patch.', 'body')
  if (file) checkPatch(file)
  const reply = { id: newId(world), wishId: wish.id, memberId: member.id, body, createdAt: world.tables.now() }
  const { count } = (await world.tables('wishes_replies').where({ wishId: wish.id }).count({ count: '*' }).first()) as {
    count: number | string
  }
  if (Number(count) >= most) throw new Refused('Enough has been said about this wish.')
  await world.tables.transaction(trx =>
    trx('wishes_replies').insert({
      ...reply,
      ...(file && { patchName: file.name.slice(-120), patch: file.text.replaceAll('\r\n', '\n') }),
    }),
  )
  if (wish.memberId && wish.memberId !== member.id)
    await world.host.notify({
      to: wish.memberId,
      kind: 'replied',
      about: reply.id,
      values: { name: member.name, title: wish.title },
      url: `/wishes/${wish.id}#reply-${reply.id}`,
    })
  return { redirect: `/wishes/${wish.id}#reply-${reply.id}` }
}

/** A member takes their own reply away. */
export async function removeReply(world: World, call: PluginCall): Promise<RouteReply> {
  const reply = await findReply(world, call.input.id)
  if (reply.memberId !== asker(call).id) throw new Refused('You can remove only what you said yourself.')
  await world.tables.transaction(async trx => {
    await trx('wishes_replies').where({ id: reply.id }).delete()
    // Nobody could do anything about them any more.
    await trx('wishes_reports').where({ about: reply.id }).whereNull('settledAt').update({ settledAt: trx.now() })
  })
  return { redirect: `/wishes/${reply.wishId}`, notice: 'Your reply is removed.' }
}
