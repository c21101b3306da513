import { makeGuardedFetch } from '../../core/http/guarded-fetch.ts'
import type { OutsideFetch } from '../../core/sources/source-type.ts'
import type { FeedServer } from '../core/sources/feed-server.ts'
import { drawPicture } from './draw-picture.ts'

const posts = [
  [
    'Why the wheel stood still',
    '<p>The weir was open since Friday, and nobody had said so. <strong>Three days</strong> without a turn.</p><p>We cleaned the stones instead.</p>',
  ],
  [
    'A film of the wheel',
    '<p>Four minutes of water.</p><p><a href="https://www.youtube.com/watch?v=jNQXAC9IVRw">See it</a></p><iframe src="https://www.youtube.com/embed/jNQXAC9IVRw"></iframe>',
  ],
  [
    'Flour, coarse and fine',
    `<p>${'What comes out of the mill depends on how far the stones are apart, and on the weather. '.repeat(40)}</p>`,
  ],
  ['Open on Tuesday', '<p>From nine to noon.</p>'],
  ['Open on Tuesday again', '<p>From nine to noon, as every week.</p>'],
  ['The miller’s cat', '<p>It is back.</p>'],
] as const

/** A blog with its home page and its feed. */
export async function serveBlog(feeds: FeedServer): Promise<void> {
  feeds.serve('/still.png', await drawPicture(480, 360, '#334455'), { 'content-type': 'image/png' })
  feeds.serve('/blog.atom', atomOfBlog(feeds.url))
  const link = `<link rel="alternate" type="application/atom+xml" title="Mill notes" href="/blog.atom">`
  feeds.serve('/blog', `<!doctype html><html><head><title>Mill notes</title>${link}</head><body><h1>Mill notes</h1></body></html>`, {
    'content-type': 'text/html; charset=utf-8',
  })
}

/** The way out of a test's site: the blog, and for stills of videos a picture from there. Nothing beyond this machine is asked. */
export function outsideOf(feeds: FeedServer): OutsideFetch {
  const fetch = makeGuardedFetch({ allowPrivate: ['127.0.0.1'], userAgent: 'Tributary test' })
  return (url, options) => fetch(url.startsWith(feeds.url) ? url : `${feeds.url}/still.png`, options)
}

/** `extra` are titles of entries written after the others. */
export function atomOfBlog(url: string, extra: readonly string[] = []): string {
  const all = [...extra.map(title => [title, '<p>Just now.</p>'] as const).toReversed(), ...posts]
  const entries = all.map(([title, html], index) => {
    const at = new Date(Date.UTC(2026, 0, 20) - index * 86_400_000).toISOString()
    const number = all.length - index
    const body = html.replaceAll('&', '&amp;').replaceAll('<', '&lt;')
    const tags = ['Mill', 'the old wheel', title.split(' ')[0]!].map(term => `<category term="${term}"/>`).join('')
    return `<entry><id>tag:mill.example,2026:${number}</id><title>${title}</title><link href="${url}/${number}"/><author><name>Ann</name></author><published>${at}</published><updated>${at}</updated>${tags}<content type="html">${body}</content></entry>`
  })
  return `<?xml version="1.0" encoding="utf-8"?><feed xmlns="http://www.w3.org/2005/Atom"><title>Mill notes</title><subtitle>From a mill by the river.</subtitle><id>${url}/</id><link href="${url}/blog"/>${entries.join('')}</feed>`
}
