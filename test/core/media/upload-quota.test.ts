import t from 'tap'
import { system } from '../../../core/actor.ts'
import { newId } from '../../../core/db/new-id.ts'
import { allUploads, checkUploadRoom } from '../../../core/media/upload-quota.ts'
import { listAttention } from '../../../core/panel/attention.ts'
import { Browser } from '../../../core/testing/browse.ts'
import { makeMember, signInAs } from '../../../core/testing/make-member.ts'
import { makeServedSite } from '../../../core/testing/make-site.ts'

t.test('pictures end where the room of a member or of the site ends, and both can see it', async t => {
  const { site, url } = await makeServedSite(t)
  const [ann, bob] = [await makeMember(site, 'ann'), await makeMember(site, 'bob')]
  const set = (key: string, value: number) => site.act(system, 'settings.change', { key, value })
  const bytes = 1_500_000
  const row = { id: newId(), memberId: ann.id, file: 'a.webp', type: 'image/webp', bytes, createdAt: site.now().toISOString() }
  await site.db.transaction(trx => trx('uploads').insert(row))

  await checkUploadRoom(site, ann, bytes)
  await set('uploadsPerMember', 2)
  await t.rejects(checkUploadRoom(site, ann, bytes), { code: 'invalid', message: /Your pictures take 1 of the 2 MB/ })
  await checkUploadRoom(site, bob, bytes)
  await set('uploadsInAll', 2)
  await t.rejects(checkUploadRoom(site, bob, bytes), { code: 'invalid', message: /no room for more pictures/ })
  t.same(await allUploads(site), { used: bytes, most: 2 * 1024 * 1024 })
  await set('uploadsInAll', 1)
  t.ok((await listAttention(site, system)).some(({ text }) => text === 'Pictures of members take 1 of 1 MB.'))

  const browser = new Browser(url)
  await signInAs(site, browser, ann)
  t.match((await browser.get('/settings/account')).text, 'Your pictures take 1 of 2 MB.')
})
