import t from 'tap'
import { readImportedTexts } from '../../../core/entries/import-text.ts'
import type { ImportWork } from '../../../core/entries/import-worker.ts'
import { WorkStopped } from '../../../core/sources/source-type.ts'
import { makeSite } from '../../../core/testing/make-site.ts'

/** Workers that hang on some texts. */
async function readWith(t: Parameters<typeof makeSite>[0], hanging: RegExp, texts: string[], code: WorkStopped['code'] = 'too-slow') {
  const site = await makeSite(t)
  const runs: number[] = []
  const workers = {
    run: async (_module: URL, input: unknown) => {
      const { items } = input as ImportWork
      runs.push(items.length)
      if (items.some(item => hanging.test(item.html))) throw new WorkStopped(code, 'stopped')
      return items.map(item => ({ html: item.html, frames: [] })) as never
    },
    close: async () => {},
  }
  const read = () =>
    readImportedTexts(
      { workers, log: site.log, imageKey: '', imageBase: '' },
      texts.map(html => ({ html, asText: false })),
    )
  return { read, runs }
}

t.test('one text that hangs loses its words, the others keep theirs', async t => {
  const { read } = await readWith(t, /bad/, ['one', 'bad', 'two'])
  t.same(
    (await read()).map(text => text.html),
    ['one', '', 'two'],
  )
})

t.test('a source full of them holds the workers only so long', async t => {
  const { read, runs } = await readWith(
    t,
    /bad/,
    Array.from({ length: 50 }, () => `bad${'x'.repeat(100_000)}`),
  )
  t.same([...new Set((await read()).map(text => text.html))], [''])
  t.ok(runs.length <= 5)
})

t.test('workers that are gone are no reason to import without words', async t => {
  const { read } = await readWith(t, /./, ['one'], 'crashed')
  await t.rejects(read(), { code: 'crashed' })
})
