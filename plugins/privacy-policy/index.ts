import type { Collection, Host, Plugin, PluginMember } from 'core/api'
import { type Answer, isAsked, obstacle, standings } from './answer.ts'
import { showAnswers } from './show-answers.ts'

const refusals = {
  declined:
    'You declined a policy of this site, so you cannot post here. You can read, take everything along and leave; or accept it after all, at the top of the page.',
  none: 'A policy of this site has a new version. Read what changed, accept or decline it at the top of the page, and post this again.',
}

export default {
  activate(host) {
    const answers = host.data.answers as unknown as Collection<Answer>
    const answersOf = (memberId: string) => answers.list({ where: { memberId }, limit: 500 })

    host.slot('banner', async ({ member }) => {
      const policies = await host.policies()
      if (!member || !isAsked(policies, member.joinedAt)) return {}
      const open = standings(policies, member.joinedAt, await answersOf(member.id))
      const asked = open.filter(({ answer }) => answer === 'none')
      const declined = open.filter(({ answer, holds }) => answer === 'declined' && holds)
      const views: Record<string, Record<string, unknown>> = asked.length + declined.length > 0 ? { '': { asked, declined } } : {}
      return views
    })

    host.page('answers', async ({ member }) => ({
      standings: standings(await host.policies(), (member as PluginMember).joinedAt, await answersOf((member as PluginMember).id)),
    }))

    host.route('answer', async ({ member, input }) => {
      const { kind, version, answer } = input as Pick<Answer, 'kind' | 'version' | 'answer'>
      const policy = (await host.policies()).find(one => one.kind === kind)
      const open = [policy?.current.version, policy?.coming?.version]
      if (!open.includes(version)) return { problem: 'This version is not the one that holds or is coming. Load the page again.' }
      await answers.put({ memberId: (member as PluginMember).id, kind, version, answer } as Answer)
      return {
        notice:
          answer === 'accepted' ? 'Thank you. Your answer is kept.' : 'Your answer is kept. What you published before stays as it is.',
      }
    })

    const check = async (authorId: string) => whyNot(host, authorId, answersOf)
    host.filter('entry.checking', async draft => refused(draft, await check(draft.authorId)))
    host.filter('comment.checking', async draft => refused(draft, await check(draft.authorId)))
    // Somebody who is away for a month should find their stream as it was; who declined said that nothing new is to come in.
    host.filter('entries.importing', async batch => ((await check(batch.authorId)) === 'declined' ? { ...batch, entries: [] } : batch))

    host.adminPage('answers', { show: () => showAnswers(host, answers) })
  },
} satisfies Plugin

type Why = ReturnType<typeof obstacle>

async function whyNot(host: Host, memberId: string, answersOf: (id: string) => Promise<Answer[]>): Promise<Why> {
  const [policies, member] = [await host.policies(), await host.members.find(memberId)]
  if (!member || !isAsked(policies, member.joinedAt)) return undefined
  return obstacle(policies, member.joinedAt, await answersOf(memberId))
}

function refused<Draft extends object>(draft: Draft, why: Why): Draft {
  return why ? { ...draft, refuse: refusals[why] } : draft
}
