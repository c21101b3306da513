import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import { beginStart } from '../../../core/plugin-health/safe-start.ts'

t.test('after two starts that did not come to an end, plugins are left out', async t => {
  const folder = t.testdir()
  t.equal(beginStart(folder, []).safe, undefined)
  t.equal(beginStart(folder, []).safe, undefined)
  const third = beginStart(folder, [])
  t.match(third.safe, /^The last 2 starts did not come to an end, so plugins are left out this time\./)

  third.settled()
  t.equal(beginStart(folder, []).safe, undefined, 'and tried again at the next start')
})

t.test('plugins can be left out by a flag and by a file', async t => {
  const folder = t.testdir()
  t.match(beginStart(folder, ['node', 'start.mjs', '--safe']).safe, /--safe/)
  writeFileSync(join(folder, 'safe-mode'), '')
  t.match(beginStart(folder, []).safe, /because there is a file .*safe-mode/)
})
