import t from 'tap'
import { jsonElements } from '../../../core/archives/json-elements.ts'

/** The elements of a document that comes in pieces of this many bytes. */
async function elementsOf(text: string, key?: string, size = 3): Promise<unknown[]> {
  const bytes = Buffer.from(text)
  async function* pieces() {
    for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size)
  }
  const elements = []
  for await (const { text, problem } of jsonElements(pieces(), { key, longest: 40 })) elements.push(problem ?? JSON.parse(text!))
  return elements
}

const values = [{ a: '[,]"\\' }, 2, [3, [4]], 'ü, "x"', null, {}]

t.test('the first list is cut into its elements, wherever the pieces end', async t => {
  for (const size of [1, 2, 7, 1000]) {
    t.same(await elementsOf(JSON.stringify(values), undefined, size), values)
    t.same(await elementsOf(`window.YTD.tweets.part0 = ${JSON.stringify(values, null, 2)};`, undefined, size), values)
  }
  t.same(await elementsOf('[]'), [])
})

t.test('lists are found by their key at the top, also one that stands there twice', async t => {
  const text = '{"x":{"items":[9]},"items":[],"n":"items","items":[{"items":[1]},2],"y":[5]}'
  for (const size of [1, 5, 1000]) t.same(await elementsOf(text, 'items', size), [{ items: [1] }, 2])
  t.same(await elementsOf(text, 'other'), [])
})

t.test('what is cut off, too long or no JSON says so', async t => {
  t.same(await elementsOf('[{"a":1},{"b":'), [{ a: 1 }, 'The file ends in the middle.'])
  t.match(await elementsOf(`[1,"${'x'.repeat(60)}",3]`), [1, /larger/, 3])
  t.same(await elementsOf('<html>'), ['The file ends in the middle.'])
})
