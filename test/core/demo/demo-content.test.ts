import t from 'tap'
import { type DemoThread, readDemoContent } from '../../../core/demo/demo-content.ts'
import { minutesOf } from '../../../core/demo/minutes-of.ts'

const content = readDemoContent()
const { members, groups, threads, sources, pictures, ties } = content
const handles = new Set(members.map(({ handle }) => handle))
const day = 1440

t.test('the story is as large as a small town', async t => {
  const comments = threads.map(thread => thread.comments.length)
  t.equal(members.length, 30)
  t.ok(groups.length >= 5)
  t.ok(threads.length >= 150 && threads.length <= 250, `${threads.length} entries`)
  t.ok(comments.reduce((sum, count) => sum + count, 0) >= 500)
  t.ok(Math.max(...comments) >= 40, 'a long conversation')
  t.ok(comments.filter(count => count === 1).length >= 10, 'short ones too')
})

t.test('everybody who is named is there', async t => {
  const named = [
    ...threads.flatMap(({ author, likedBy, comments }) => [author, ...likedBy, ...comments.map(comment => comment.author)]),
    ...groups.flatMap(({ admins, members }) => [...admins, ...members]),
    ...sources.map(({ owner }) => owner),
    ...Object.entries(ties.follows).flat(2),
    ...ties.recent.flatMap(({ who, follows }) => [who, follows]),
    ...ties.requests.map(({ who }) => who),
  ]
  t.same(
    named.filter(handle => !handles.has(handle)),
    [],
  )
})

t.test('nobody posts to a group without being in it, or talks where only others can read', async t => {
  const isIn = (place: string, handle: string): boolean =>
    groups.some(group => group.handle === place && [...group.admins, ...group.members].includes(handle))
  const strangers = threads.flatMap(({ author, to }) =>
    to.filter(place => place !== 'me' && !isIn(place, author)).map(place => [author, place]),
  )
  const isPrivate = ({ to }: DemoThread): boolean =>
    to.length === 1 && groups.some(({ handle, access }) => to[0] === handle && access === 'private')
  const listeners = threads
    .filter(isPrivate)
    .flatMap(({ to, comments, likedBy }) => [...comments.map(({ author }) => author), ...likedBy].filter(handle => !isIn(to[0]!, handle)))
  t.same({ strangers, listeners }, { strangers: [], listeners: [] })
})

t.test('nobody likes what is their own', async t => {
  t.same(
    threads.filter(({ author, likedBy }) => likedBy.includes(author)),
    [],
  )
})

t.test('every picture that is shown is drawn, and every drawing is shown', async t => {
  const shown = new Set(threads.flatMap(({ photos, video }) => [...photos, ...(video ? [video.still] : [])]))
  t.same([...shown].sort(), Object.keys(pictures).sort())
})

t.test('news is from the last three weeks and from the last minutes', async t => {
  const ages = threads.map(({ age }) => age)
  t.ok(Math.min(...ages) < 20)
  const old = threads.filter(({ age, source }) => age > 22 * day && !source)
  t.same(old, [])
  t.same(
    members.filter(({ joined }) => minutesOf(joined) < 30 * day),
    [],
    'everybody is there when it begins',
  )
})

t.test('no address leads anywhere', async t => {
  const isExample = (url: string): boolean => /(^|\.)example\.(org|com|net)$/.test(new URL(url).hostname)
  const typed = threads.flatMap(({ body, link, audio, video, comments }) => [
    ...[link, audio?.url, video?.url].filter(url => url !== undefined),
    ...[body, ...comments.map(comment => comment.body)].flatMap(text => text.match(/https?:\/\/[^\s"<)]+/g) ?? []),
  ])
  const addresses = [
    ...typed,
    ...sources.flatMap(({ url, site }) => [url, site]),
    ...members.flatMap(({ links }) => links.map(([, url]) => url)),
  ]
  t.same(
    addresses.filter(url => !isExample(url)),
    [],
  )
})

t.test('several languages are spoken, in both directions', async t => {
  const texts = threads.map(({ body }) => body)
  t.ok(texts.filter(text => /[\u0600-\u06ff]{3}/.test(text)).length >= 8, 'Persian and Arabic')
  t.ok(texts.filter(text => /[ğışİ]/.test(text)).length >= 8, 'Turkish')
  t.ok(texts.filter(text => /\b(und|nicht|der)\b/.test(text)).length >= 5, 'German')
})
