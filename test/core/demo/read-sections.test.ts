import t from 'tap'
import { minutesOf } from '../../../core/demo/minutes-of.ts'
import { readSections } from '../../../core/demo/read-sections.ts'

const text = `# Reedbed
owner: mika
url: https://reedbed.example.org/feed

## The heron: part one
age: 2d 3h

It leaves at 7:52.

> ann: I saw it!
> gus: So did I.
>
> Twice.

## The heron: part two
age: 5m
`

t.test('a file has a head, and sections with fields, text and comments', async t => {
  const { head, sections } = readSections(text)
  t.equal(head?.heading, 'Reedbed')
  t.equal(head?.fields.get('url'), 'https://reedbed.example.org/feed')
  t.same(
    sections.map(({ heading, body }) => [heading, body]),
    [
      ['The heron: part one', 'It leaves at 7:52.'],
      ['The heron: part two', ''],
    ],
  )
  t.same(sections[0]?.comments, [
    { author: 'ann', body: 'I saw it!' },
    { author: 'gus', body: 'So did I.\n\nTwice.' },
  ])
})

t.test('ages are written as people write them', async t => {
  t.equal(minutesOf('2d 3h'), 2 * 1440 + 180)
  t.equal(minutesOf('48m12s'), 48.2)
  t.throws(() => minutesOf('soon'), { message: /should be a length of time/ })
})
