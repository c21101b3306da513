import type { Host, PluginCall, RouteReply } from 'core/api'
import type { Poll } from './make-poll.ts'

/** One vote for each member and poll; voting again takes the place of the vote before. */
export async function vote(host: Host, { input, member }: PluginCall): Promise<RouteReply> {
  const { entry: entryId, poll, answer } = input as { entry: string; poll: string; answer: number }
  const entry = await host.entries.find(entryId, member!.id)
  const insert = entry?.inserts?.find(({ id }) => id === poll)
  if (!insert) return { problem: 'There is no such poll, or it is not for you to see.' }
  const { answers } = insert.data as unknown as Poll
  if (answer >= answers.length) return { problems: { answer: 'The poll has no such answer.' } }
  await host.data.votes!.put({ poll, memberId: member!.id, answer })
  return { notice: 'Your vote counts.' }
}
