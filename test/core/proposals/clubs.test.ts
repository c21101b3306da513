import t from 'tap'
import { presets, type VotingRules } from '../../../core/lock/charter.ts'
import { offerPackage } from '../../../core/packages/plugin-offer.ts'
import { readPackage } from '../../../core/packages/read-package.ts'
import { amendProposal } from '../../../core/proposals/amend-proposal.ts'
import { castBallot } from '../../../core/proposals/cast-ballot.ts'
import { findProposal } from '../../../core/proposals/proposal.ts'
import { publishProposal } from '../../../core/proposals/publish-proposal.ts'
import { type Club, makeClub } from '../../../core/testing/make-club.ts'
import { writePatch } from '../../../core/theme-changes/theme-patch.ts'
import { maybeLookFile } from '../../../core/theme-editor/look-files.ts'
import { makePackage, makePublisher } from '../packages/make-package.ts'
import { makePluginFolder, sources, sourceType } from '../plugins/write-plugin.ts'

const text = 'What you write is yours, and nobody sells it. The members say so.'

/** Takes a change through a vote in which everybody says yes. Returns how it ended. */
async function decide(club: Club, action: string, input: Record<string, unknown>): Promise<string> {
  const { site, members } = club
  const sponsors = members.map(({ id }) => id)
  const { id, rules, decides } = await publishProposal(site, members.at(-1)!, { title: `About ${action}`, action, input, sponsors })
  await club.wait(0)
  if (decides === 'silence') await club.wait(2)
  else await vote(club, id, rules)
  const { state, stateReason } = await findProposal(site.db, id)
  return stateReason ? `${state}: ${stateReason}` : state
}

async function vote(club: Club, id: string, rules: VotingRules): Promise<void> {
  const { site, members } = club
  await club.wait(rules.discussionDays)
  for (const member of members) await castBallot(site, member, { proposalId: id, choice: 'yes' })
  await club.wait(rules.votingDays)
  await club.wait(rules.lockDays)
}

/** The last member of a club brings a plugin. */
async function offerPolls({ site, members }: Club) {
  const bytes = await makePackage(folder, 'polls', { ...sources, runtime: 'sandbox' }, { pem: publisher.pem, activate: sourceType('one') })
  const { checksums: sha256 } = await readPackage(bytes)
  return { ...(await offerPackage(site, members.at(-1)!, bytes)), sha256 }
}

const folder = makePluginFolder(t)
const publisher = makePublisher()

for (const size of [1, 2, 4, 12]) {
  t.test(`a club of ${size} gets through: policies, a moderator, a setting, a page of the theme, a plugin`, async t => {
    const club = await makeClub(t, size)
    const { site } = club
    t.equal(await decide(club, 'policies.publish', { kind: 'terms', text }), 'executed', 'a first policy')
    t.equal(await decide(club, 'policies.publish', { kind: 'terms', text: `${text} All of them.` }), 'executed', 'a changed one')
    t.equal(site.lock.valueAt<{ text: string }>('policies.terms', site.now())?.value.text, `${text} All of them.`)
    if (size > 1) {
      const handle = club.members.at(-1)!.member.feed.handle
      t.equal(await decide(club, 'member.role', { handle, role: 'moderator' }), 'executed', 'a new moderator')
      t.match(
        await site
          .db('members')
          .where({ id: club.members.at(-1)!.id })
          .first('role'),
        { role: 'moderator' },
      )
    }
    t.equal(await decide(club, 'settings.change', { key: 'signUp', value: 'invite' }), 'executed')
    t.equal(site.settings.signUp, 'invite')
    const entryCss = 'assets/css/entry.css'
    const css = maybeLookFile(site, site.look.current.look, entryCss)!.text
    const patch = writePatch([{ path: entryCss, before: css, after: `${css}.entry { outline: 0 }\n` }])
    t.equal(await decide(club, 'look.change-files', { message: 'No outline', patch }), 'executed', 'a file of the theme')
    t.match(site.look.current.look.files[entryCss], /outline: 0 }\n$/)
    const { name, package: id, sha256 } = await offerPolls(club)
    t.equal(await decide(club, 'plugin.install', { name, package: id, sha256 }), 'executed', 'a plugin that a member brought')
    t.ok(site.registry.plugins.has('polls'))
    t.equal(await decide(club, 'charter.change', { preset: 'assembly' }), 'executed', 'another charter')
    t.equal(await decide(club, 'plugin.disable', { name: 'archives' }), 'executed', 'a plugin')
    t.notOk(site.registry.plugins.has('archives'))
  })
}

t.test('who lowers the hurdles has to take the old ones, who raises them the new', async t => {
  const { site, members } = await makeClub(t, 12)
  const { rules, ...rest } = presets.community
  const sponsors = members.map(({ id }) => id)
  const propose = (charter: Partial<typeof rules.charter>, index: number) =>
    publishProposal(site, members[index]!, {
      title: 'Other rules',
      action: 'charter.change',
      input: { charter: { ...rest, rules: { ...rules, charter: { ...rules.charter, ...charter } } } },
      sponsors,
    })
  const easier = await propose({ threshold: 'half', votingDays: 3, quorumShare: 0 }, 0)
  t.match(easier.rules, { threshold: 'three quarters', votingDays: 14, quorumShare: 0.15 }, 'the old rules hold')
  const harder = await propose({ quorumShare: 0.5, lockDays: 60 }, 1)
  t.match(harder.rules, { quorumShare: 0.5, lockDays: 60, votingDays: 14 }, 'the new rules hold already')
  const { charter } = harder.input as { charter: typeof presets.community }
  const input = { charter: { ...charter, rules: { ...rules, charter: { ...rules.charter, quorumShare: 0.4 } } } }
  await t.rejects(amendProposal(site, members[1]!, { proposalId: harder.id, input }), /Other rules hold/)
})

t.test('a suspended member is not among those who vote, and one suspended afterwards is', async t => {
  const club = await makeClub(t, 6)
  const { site, members } = club
  const until = new Date(site.now().getTime() + 90 * 86_400_000).toISOString()
  const suspend = (handle: string) =>
    site.act(members[0]!, 'member.suspend', { handle, until }, { reason: 'It was too much.' }).then(outcome => outcome.ok)
  await suspend('finn')
  const { id, electors } = await publishProposal(site, members[0]!, {
    title: 'Say it clearly',
    action: 'policies.publish',
    input: { kind: 'terms', text },
    sponsors: members.map(member => member.id),
  })
  t.equal(electors, 5)
  await club.wait(0)
  await club.wait(14)
  await t.rejects(castBallot(site, members[5]!, { proposalId: id, choice: 'no' }), /you could not vote then/)
  await castBallot(site, members[4]!, { proposalId: id, choice: 'no' })
  await suspend('eva')
  await club.wait(14)
  t.match((await findProposal(site.db, id)).tally, { no: 1, electors: 5 }, 'the ballot stays in the box')
})
