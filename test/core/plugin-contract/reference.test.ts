import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import { root } from '../../../core/testing/make-site.ts'
import { referenceFiles } from '../../../docs/make-reference.ts'

for (const [name, make] of Object.entries(referenceFiles)) {
  t.test(`docs/${name} says what the code does`, async t => {
    t.ok(readFileSync(join(root, 'docs', name), 'utf8') === make(), `docs/${name} is out of date: npm run reference`)
  })
}
