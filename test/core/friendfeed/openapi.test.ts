import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js'
import addFormats from 'ajv-formats'
import t from 'tap'
import type { MemberActor } from '../../../core/actor.ts'
import { publishComment } from '../../../core/comments/publish-comment.ts'
import type { Attachment } from '../../../core/entries/attachment.ts'
import { publishEntry } from '../../../core/entries/publish-entry.ts'
import { addV2Routes } from '../../../core/friendfeed/v2-routes.ts'
import { createGroup } from '../../../core/groups/create-group.ts'
import { makeRouter } from '../../../core/http/router.ts'
import { likeEntry } from '../../../core/likes/like-entry.ts'
import type { Running } from '../../../core/serve.ts'
import { subscribe } from '../../../core/subscriptions/subscribe.ts'
import { Browser } from '../../../core/testing/browse.ts'
import { makeMember, signInAs } from '../../../core/testing/make-member.ts'
import { makeServedSite, root } from '../../../core/testing/make-site.ts'

interface Description {
  paths: Record<string, { get: { responses: Record<string, { content?: Record<string, { schema: object }> }> } }>
  servers: { url: string }[]
}

const description = JSON.parse(readFileSync(join(root, 'docs/openapi.json'), 'utf8')) as Description
const ajv = new Ajv2020({ allErrors: true, strict: false })
addFormats.default(ajv)
ajv.addSchema(description, 'v2')

/** Checks an answer against what the description says of its path and status. */
function checkOf(path: string, status: number): ValidateFunction | undefined {
  const place = ['paths', path, 'get', 'responses', String(status), 'content', 'application/json', 'schema']
  const pointer = place.map(part => encodeURIComponent(part.replaceAll('~', '~0').replaceAll('/', '~1'))).join('/')
  return description.paths[path]?.get.responses[status] && ajv.getSchema(`v2#/${pointer}`)
}

/** A small site with one of everything that an answer can contain. */
async function fill({ site, outbox }: Running): Promise<{ ann: MemberActor; ids: string[] }> {
  const ann = await makeMember(site, 'ann', { name: 'Ann' })
  const bob = await makeMember(site, 'bob', { access: 'private' })
  const cat = await makeMember(site, 'cat')
  await createGroup(site, ann, { name: 'Cooks', handle: 'cooks', description: 'Soup', access: 'public' })
  await subscribe(site, ann, { handle: 'cat' })
  const podcast = await publishEntry(site, ann, { body: 'x', link: 'https://pod.example/1', to: ['ann', 'cooks'], uploads: [] })
  const attachments: Attachment[] = [
    { kind: 'audio', url: 'https://pod.example/1.mp3', bytes: 3 },
    { kind: 'insert', url: '', name: 'polls.poll', title: 'Poll', data: {}, fallbackHtml: '<p>Soup?</p><ul><li>yes</li></ul>' },
    { kind: 'image', url: '/media/outside/sig/abc', width: 400, height: 300 },
    { kind: 'player', url: 'https://video.example/embed/1', stillUrl: '/media/outside/sig/def', ratio: 1.5 },
  ]
  const brought = { title: 'Episode 1', viaName: 'Pod', viaUrl: 'https://pod.example/1', attachments: JSON.stringify(attachments) }
  await site.db.transaction(trx => trx('entries').where({ id: podcast.id }).update(brought))
  const stranger = await publishEntry(site, bob, { body: 'Private', to: [], uploads: [] })
  const liked = await publishEntry(site, await makeMember(site, 'dan'), { body: 'Fine #bread', to: [], uploads: [] })
  for (let n = 0; n < 5; n++) await publishComment(site, cat, { entry: podcast.id, body: `said ${n}` })
  await likeEntry(site, cat, { entry: podcast.id })
  await likeEntry(site, cat, { entry: liked.id })
  await outbox.drained()
  return { ann, ids: [podcast, stranger, liked].map(({ id }) => `e/${id.replaceAll('-', '')}`) }
}

t.test('every answer is as the description says', async t => {
  const running = await makeServedSite(t)
  const { ann, ids } = await fill(running)
  const asked: Record<string, string[]> = {
    '/feed/{id}': [
      ...[
        'home',
        'public',
        'ann',
        'ann/comments',
        'ann/likes',
        'ann%2Fdiscussion',
        'ann/friends',
        'cooks',
        'filter/discussions',
        'tags/bread',
        'tags/1',
      ],
      ...['bob', 'cat/friends', 'nobody', 'ann/nothing', 'ann?maxcomments=auto&maxlikes=auto&raw=1', 'ann?maxcomments=2&maxlikes=0'],
      ...['home?hidden=1&num=1', 'home?start=1', 'ann?before=x', 'ann?format=xml', 'ann?callback=x', 'ann?num=x', 'ann?start=10001'],
    ],
    '/entry/{id}': [
      ...ids.flatMap(id => [id, `${id}?raw=1&maxcomments=auto`]),
      'e/1',
      'e/00000000000000000000000000000000',
      `${ids[0]}?maxlikes=x`,
    ],
    '/feedinfo/{id}': ['home', 'public', 'ann', 'bob', 'cooks', 'cat/friends', 'nobody', 'ann?format=xml', 'ann?start=-1'],
    '/openapi.json': [''],
  }
  const seen = new Set<string>()
  for (const actor of [undefined, ann]) {
    const browser = new Browser(running.url)
    if (actor) await signInAs(running.site, browser, actor)
    for (const [path, ids] of Object.entries(asked)) {
      for (const id of ids) {
        const address = `/v2${path.replace('{id}', id)}`
        const { status, text } = await browser.get(address)
        const check = checkOf(path, status)
        t.ok(check, `${address} may answer ${status}`)
        t.ok(check?.(JSON.parse(text)), `${address} ${status}: ${ajv.errorsText(check?.errors)}`)
        seen.add(`${path} ${status}`)
      }
    }
  }
  const described = Object.entries(description.paths).flatMap(([path, { get }]) =>
    Object.keys(get.responses).map(status => `${path} ${status}`),
  )
  t.same([...seen].sort(), described.filter(one => !one.endsWith('304')).sort(), 'every answer that is described was seen')
})

t.test('every address under /v2 is described', async t => {
  const router = makeRouter()
  addV2Routes(router)
  const served = router.stack.map(({ path }) => String(path).replace('*id', '{id}')).filter(path => path !== '/v2/*path')
  t.same(
    served.sort(),
    Object.keys(description.paths)
      .map(path => `/v2${path}`)
      .sort(),
  )
})

t.test('the description names the site that serves it', async t => {
  const { site, url } = await makeServedSite(t)
  const answer = await new Browser(url).get('/v2/openapi.json')
  t.equal((JSON.parse(answer.text) as Description).servers[0]?.url, `${site.url}/v2`)
})
