import t from 'tap'
import { findFeedLinks } from '../discovery/find-feed-links.ts'
import { readLinkHeader } from '../link-header.ts'
import { htmlDepth } from '../text/html-depth.ts'

t.test('links to feeds are found, declared ones first', async t => {
  const { base, canonical, links } = findFeedLinks(`
    <base href="/sub/"><link rel="canonical" href="https://a.example/1">
    <a href="/old.rss">x</a><a href="/about">About</a>
    <link rel="ALTERNATE" type="Application/Atom+XML; charset=utf-8" href="a.xml" title="All">
    <link rel="alternate" type="application/json" href="/wp-json/wp/v2/posts">`)
  t.equal(base, '/sub/')
  t.equal(canonical, 'https://a.example/1')
  t.strictSame(
    links.map(({ href, declared }) => [href, declared]),
    [
      ['a.xml', true],
      ['/old.rss', false],
    ],
  )
})

t.test('Link headers', async t => {
  t.match(readLinkHeader('<a>; rel=alternate; type="application/rss+xml"; title="A, b; c", </h>; rel="hub self"', 'https://a.example/x/'), [
    { url: 'https://a.example/x/a', rels: ['alternate'], type: 'application/rss+xml', title: 'A, b; c' },
    { url: 'https://a.example/h', rels: ['hub', 'self'] },
  ])
  t.strictSame(readLinkHeader('nonsense, <javascript:x>; rel=hub', 'https://a.example/'), [])
  t.strictSame(readLinkHeader(undefined, 'https://a.example/'), [])
})

t.test('the depth of HTML is never underestimated', async t => {
  t.equal(htmlDepth('<div><p>a<p>b<br></div><div></div>'), 1)
  t.equal(htmlDepth('<b><i></b></i>'.repeat(50)), 2)
  t.ok(htmlDepth('<span><div></span>'.repeat(500)) >= 500)
})
