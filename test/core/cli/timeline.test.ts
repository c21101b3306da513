import t from 'tap'
import { makeSite } from '../../../core/testing/make-site.ts'
import { environmentOf, tributary } from './run-command.ts'

t.test('timelines can be made anew', async t => {
  const { config } = await makeSite(t)
  const ran = await tributary(environmentOf(config), 'timeline', 'rebuild', '--json')
  t.equal(ran.problems, '')
  t.same(JSON.parse(ran.out), { members: 0 })
})
