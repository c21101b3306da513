import { readFileSync } from 'node:fs'
import t from 'tap'
import { countGraphemes, renderText } from '../../../core/entries/entry-text.ts'
import { htmlToText } from '../../../core/entries/html-text.ts'
import { corpus, dangersIn } from './inert-html.ts'

const render = (text: string) =>
  renderText(text, {
    mentionUrl: handle => (handle === 'nobody' ? undefined : `/${handle.toLowerCase()}`),
    tagUrl: tag => `/search?q=${encodeURIComponent(`#${tag}`)}`,
    siteHost: 'tributary.example',
  })
const link = (href: string, label: string, title = '') =>
  `<a href="${href}" rel="nofollow noopener noreferrer ugc"${title && ` title="${title}"`}>${label}</a>`

/** Links that stay on this site are no danger here. */
const dangersInText = (text: string) => dangersIn(render(text).html).filter(danger => !/^href \/(?![/\\])/.test(danger))

t.test('blank lines make paragraphs, line ends make breaks', t => {
  t.equal(render('One\ntwo\r\nthree\n\n \n\nfour ').html, '<p>One<br>\ntwo<br>\nthree</p>\n<p>four</p>')
  t.equal(render(' \n\n ').html, '')
  t.end()
})

t.test('nothing typed is markup', t => {
  t.equal(
    render('<b>1 < 2 & "3"</b> &amp; <script>x</script>').html,
    '<p>&lt;b&gt;1 &lt; 2 &amp; "3"&lt;/b&gt; &amp;amp; &lt;script&gt;x&lt;/script&gt;</p>',
  )
  t.end()
})

t.test('addresses become links with a short label', t => {
  t.equal(
    render('See https://example.org/a?b=1&c=2.').html,
    `<p>See ${link('https://example.org/a?b=1&amp;c=2', 'example.org/a?b=1&amp;c=2')}.</p>`,
  )
  t.equal(render('(www.example.org/x_(y))').html, `<p>(${link('https://www.example.org/x_(y)', 'example.org/x_(y)')})</p>`)
  t.equal(render('example.com, too').html, `<p>${link('https://example.com/', 'example.com')}, too</p>`)
  t.equal(render('http://münchen.de/').html, `<p>${link('http://xn--mnchen-3ya.de/', 'münchen.de')}</p>`)
  const long = `https://example.org/${'path/'.repeat(20)}`
  t.equal(render(long).html, `<p>${link(long, 'example.org/path/path/path/path/path/pa…', long)}</p>`)
  for (const text of [
    'javascript:alert(1)',
    'ftp://example.org',
    'ann@example.org',
    'done.It works',
    'README.md',
    'e.g. this',
    'http://',
    'www.',
    'http://localhost/',
  ]) {
    t.notMatch(render(text).html, '<a', text)
  }
  t.same(render('https://a.example/ https://tributary.example/ann https://a.example/').links, ['https://a.example/'])
  t.end()
})

t.test('mentions lead to members', t => {
  const { html, mentions } = render('@Ann, (@bob) and @nobody, mail cat@example.org, @dee@other.example, @x @toolonghandle12345678901234')
  t.equal(html.match(/<a /g)?.length, 2)
  t.match(html, link('/ann', '@Ann'))
  t.same(mentions, ['ann', 'bob'])
  t.end()
})

t.test('tags may be in any script', t => {
  const { html, tags } = render('#One #тег #東京 #Tag #tag, not #1 nor a#b nor &#39; nor http://x.example/#part')
  t.match(html, link('/search?q=%23%D1%82%D0%B5%D0%B3', '#тег'))
  t.same(tags, ['one', 'тег', '東京', 'tag'])
  const nowhere = renderText('A #tag', { mentionUrl: () => undefined, tagUrl: () => undefined, siteHost: 'tributary.example' })
  t.match(nowhere, { html: '<p>A #tag</p>', tags: ['tag'] }, 'without a page to lead to it stays text')
  t.end()
})

t.test('letters are counted as people see them', t => {
  t.equal(countGraphemes(''), 0)
  t.equal(countGraphemes('plain'), 5)
  t.equal(countGraphemes('a\r\nb'), 3)
  t.equal(countGraphemes('👨‍👩‍👧 é é'), 5)
  t.end()
})

t.test('long and odd texts take no long time', t => {
  const odd = [
    'a.'.repeat(50_000),
    '@'.repeat(50_000),
    '#'.repeat(50_000),
    'http://'.repeat(10_000),
    `http://x.example/${'('.repeat(20_000)}`,
    '@ann '.repeat(5_000),
    'www.'.repeat(20_000),
    '\n'.repeat(50_000),
    'a-'.repeat(50_000),
  ]
  for (const text of odd) {
    const started = worked()
    t.same(dangersInText(text), [])
    t.ok(worked() - started < 5_000, text.slice(0, 10))
  }
  t.end()
})

const naughty = corpus('naughty-strings/blns.json')
t.test('naughty strings are shown as they are', { skip: naughty ? false : 'no ../shared/corpora/naughty-strings' }, t => {
  const tidy = (text: string) =>
    text
      .replace(/[^\P{Cc}\t\n\r]/gu, '')
      .replace(/\s+/g, ' ')
      .trim()
  const strings: string[] = JSON.parse(readFileSync(naughty!, 'utf8'))
  for (const [index, string] of strings.entries()) {
    const rendered = render(string)
    const problems = dangersInText(string)
    // Labels of links are shortened.
    if (rendered.links.length === 0 && tidy(htmlToText(rendered.html)) !== tidy(string)) problems.push('text is lost')
    t.same(problems, [], `string ${index}`)
  }
  t.end()
})

interface Conformance {
  tests: Record<'mentions' | 'urls' | 'hashtags', { description: string; text: string; expected: string[] }[]>
}

const twitter = corpus('twitter-text/objc/tests/json-conformance/extract.json')
t.test('most of what twitter-text finds is found here', { skip: twitter ? false : 'no ../shared/corpora/twitter-text' }, t => {
  const { tests }: Conformance = JSON.parse(readFileSync(twitter!, 'utf8'))
  const agreement = { mentions: 0.75, urls: 0.7, hashtags: 0.95 }
  for (const kind of ['mentions', 'urls', 'hashtags'] as const) {
    let agreed = 0
    for (const { text, expected, description } of tests[kind]) {
      const same = sameThings(kind, text, expected)
      if (same) agreed++
      else t.comment(`${kind}: ${description}: ${JSON.stringify(text)}`)
      t.same(dangersInText(text), [])
    }
    const share = agreed / tests[kind].length
    t.comment(`${kind}: ${agreed} of ${tests[kind].length} agree`)
    t.ok(share >= agreement[kind], `${kind}: ${(share * 100).toFixed(0)} % agree`)
  }
  t.end()
})

// Their handles may be shorter and have underscores; their addresses are as typed.
function sameThings(kind: 'mentions' | 'urls' | 'hashtags', text: string, expected: string[]): boolean {
  const { mentions, tags, links } = render(text)
  if (kind === 'mentions')
    return same(
      mentions,
      expected.filter(handle => /^[a-z0-9]{3,25}$/i.test(handle)),
    )
  if (kind === 'hashtags') return same(tags, expected)
  return same(
    links,
    expected.map(url => URL.parse(url.includes('://') ? url : `https://${url}`)?.href ?? url),
  )
}

function same(ours: string[], theirs: string[]): boolean {
  const tidy = (list: string[]) => [...new Set(list.map(one => one.normalize('NFC').toLowerCase()))].join(' ')
  return tidy(ours) === tidy(theirs)
}

/** Milliseconds of work so far: a busy machine makes a test late, not long. */
function worked(): number {
  const { user, system } = process.cpuUsage()
  return (user + system) / 1000
}
