import t from 'tap'
import { presets } from '../../../core/lock/charter.ts'
import { countElectors, listElectors } from '../../../core/lock/electorate.ts'
import type { Site } from '../../../core/site.ts'
import { makeClock } from '../../../core/testing/make-clock.ts'
import { makeMember } from '../../../core/testing/make-member.ts'
import { makeSite, type Teardown } from '../../../core/testing/make-site.ts'

const day = 86_400_000
const because = { reason: 'Shouted.' }

/** A club in which all have been here for long and often. */
async function makeClub(t: Teardown, names: readonly string[]) {
  const clock = makeClock('2026-03-01T12:00:00.000Z')
  const site = await makeSite(t, { now: clock.now })
  const mia = await makeMember(site, 'mia', { role: 'moderator' })
  const members = [mia]
  for (const name of names) members.push(await makeMember(site, name))
  clock.tick(100 * day)
  await stayActive(site)
  return { site, clock, mia, members }
}

async function stayActive(site: Site): Promise<void> {
  const ids: string[] = await site.db('members').pluck('id')
  const rows = ids.flatMap(memberId =>
    Array.from({ length: 8 }, (_, n) => ({ memberId, day: new Date(site.now().getTime() - n * day).toISOString().slice(0, 10) })),
  )
  await site.db.transaction(trx => trx('active_days').insert(rows))
}

const electors = ({ db, now }: Site): Promise<string[]> => listElectors(db, presets.community, 'ballot', now())
const counted = ({ db, now }: Site): Promise<number> => countElectors(db, presets.community, 'ballot', now())

t.test('who is silenced votes, who is suspended or removed does not, until it is over', async t => {
  const { site, clock, mia, members } = await makeClub(t, ['ann', 'bob', 'cem', 'dita', 'eva', 'finn', 'gul'])
  await site.act(mia, 'member.silence', { handle: 'ann', days: 7 }, because)
  t.equal(await counted(site), 8)
  await site.act(mia, 'member.suspend', { handle: 'bob', days: 7 }, because)
  await site.act(mia, 'member.remove', { handle: 'cem' }, because)
  t.equal(await counted(site), 6)
  const ids = await electors(site)
  t.notOk(ids.includes(members.find(({ member }) => member.feed.handle === 'bob')!.id))
  clock.tick(8 * day)
  t.equal(await counted(site), 7, 'the suspension is over by itself')
})

t.test('in a small club nobody makes a vote unanimous by suspending who disagrees', async t => {
  const { site, clock, mia } = await makeClub(t, ['ann', 'bob', 'cem'])
  await site.act(mia, 'member.suspend', { handle: 'bob' }, because)
  await site.act(mia, 'member.remove', { handle: 'cem' }, because)
  t.equal(await counted(site), 4)
  t.same((await electors(site)).length, 4)
  clock.tick(31 * day)
  await site.db.transaction(trx => trx('active_days').delete())
  await stayActive(site)
  t.equal(await counted(site), 2, 'and it does not freeze for ever')
})
