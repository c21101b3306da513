import Handlebars from 'handlebars'
import t from 'tap'
import { ClockWords } from '../../../core/themes/clock-words.ts'
import { PeopleWords } from '../../../core/themes/people-words.ts'
import { Words } from '../../../core/themes/words.ts'

const english = new Map([['{n} comments', '{n, plural, one {# comment} other {# comments}}']])
const words = (tag: string, messages: Record<string, string> = {}) => new Words(tag, new Map(Object.entries(messages)), english)

t.test('a sentence is its own key and counts in every language', async t => {
  t.equal(words('en').say('Home'), 'Home')
  t.equal(words('en').say('{n} comments', { n: 1 }), '1 comment')
  t.equal(words('en').say('{n} comments', { n: 2 }), '2 comments')
  t.equal(words('en').say('{n} comments', { n: 2 }), '2 comments')
  const german = words('de', { '{n} comments': '{n, plural, one {# Kommentar} other {# Kommentare}}' })
  t.equal(german.say('{n} comments', { n: 1 }), '1 Kommentar')
  t.equal(german.say('Home'), 'Home')
})

t.test('HTML from helpers stays HTML, and everything around it is escaped', async t => {
  const said = words('de', { '{who} liked <this>': '<Das> gefällt {who}' }).say('{who} liked <this>', {
    who: new Handlebars.SafeString('<a>Ann</a>'),
  })
  t.equal(String(said), '&lt;Das&gt; gefällt <a>Ann</a>')
  t.equal(words('en').say('{who} left', { who: '<a>' }), '<a> left')
})

t.test('a broken translation falls back to its key', async t => {
  t.equal(words('de', { Home: 'Da{heim' }).say('Home'), 'Home')
})

t.test('times are said briefly, and the full date stands behind them', async t => {
  const clock = new ClockWords(words('en'))
  const now = Date.parse('2026-05-20T12:00:00.000Z')
  const ago = (ms: number) => clock.ago(new Date(now - ms).toISOString(), now)
  t.equal(ago(20_000), 'just now')
  t.equal(ago(5 * 60_000), '5 min')
  t.equal(ago(3 * 3_600_000), '3 h')
  t.equal(ago(2 * 86_400_000), '2 d')
  t.equal(ago(40 * 86_400_000), 'Apr 10')
  t.equal(ago(400 * 86_400_000), 'Apr 15, 2025')
  t.equal(ago(-20_000), 'just now', 'another clock is a little ahead')
  t.equal(ago(-14 * 86_400_000), 'Jun 3', 'still to come')
  t.match(
    String(clock.time('2026-05-20T11:55:00.000Z', now)),
    /^<time datetime="2026-05-20T11:55:00.000Z" title="Wednesday, May 20, 2026.*UTC">5 min<\/time>$/,
  )
  t.equal(String(clock.time('"><script>', now)), '<time></time>')
})

t.test('people are listed as the language does, the reader first', async t => {
  const people = new PeopleWords(
    new Words('en', new Map([['{n} other people', '{n, plural, one {# other person} other {# other people}}']])),
  )
  const person = (name: string, url?: string) => ({
    id: name,
    kind: 'member' as const,
    handle: name,
    name,
    initial: 'A',
    hue: 1,
    ...(url && { url }),
  })
  t.equal(String(people.listHtml([person('Ann')], 0, true)), 'You')
  t.equal(
    String(people.listHtml([person('Ann'), person('B<b', '/b')], 3, true)),
    'You, <a class="who" href="/b">B&lt;b</a>, and 3 other people',
  )
  t.equal(String(people.listHtml([person('Gone')], 1, false)), '<span class="who">Gone</span> and 1 other person')
  const former = { ...person('A former member'), kind: 'former' as const }
  const german = new PeopleWords(words('de', { 'A former member': 'Ein früheres Mitglied' }))
  t.equal(String(german.listHtml([former], 0, false)), '<span class="who">Ein früheres Mitglied</span>')
})
