import type { Test } from 'tap'
import type { OpenSite } from '../../../core/open-site.ts'
import { applyFilter } from '../../../core/plugins/apply-filter.ts'
import { askSource } from '../../../core/sources/ask-source.ts'

/** What a fixture is checked with: a site on which the plugin `all` runs, in either runtime. */
export interface HookWorld {
  opened: OpenSite
  member: { id: string; handle: string; name: string }
  /** What the plugin wrote down since the last look. */
  notes(): Promise<unknown[]>
  /** Lines of the log since the start. */
  lines: Record<string, unknown>[]
  /** Addresses that were asked for. */
  asked: string[]
}

/** One hook or part of `host`: what the manifest says for it, what `activate` does with it, and what should come of it. */
export interface HookFixture {
  hook: string
  /** Merged with those of the others. */
  manifest?: {
    capabilities?: object[]
    contributes?: Record<string, unknown[]>
    collections?: Record<string, object>
    settings?: Record<string, object>
    memberSettings?: Record<string, object>
  }
  /** Lines of `activate`. `note(value)` writes something down. */
  activate: string
  check(test: Test, world: HookWorld): Promise<void>
}

const reason = 'For the test.'
const object = (properties: Record<string, object>): object => ({ type: 'object', properties, additionalProperties: false })
const call = (world: HookWorld, input: Record<string, unknown> = {}) => ({
  member: world.member,
  input,
  locale: 'en',
})

/** Every hook there is. A new one is one more of these. */
export const hookFixtures: HookFixture[] = [
  {
    hook: 'filter',
    manifest: { capabilities: [{ id: 'content:filter', filters: ['entry.publishing'], reason }] },
    activate: `host.filter('entry.publishing', async draft => ({ ...draft, body: draft.body.toUpperCase() + '\\u0000🐕' }))
      host.filter('entry.publishing', draft => { if (draft.body.startsWith('BAD')) throw new TypeError('no'); return draft })`,
    async check(t, { opened }) {
      t.same(await applyFilter(opened.site, 'entry.publishing', { authorId: 'ann', body: 'ok ~' }), { authorId: 'ann', body: 'OK ~\0🐕' })
      t.match(
        await applyFilter(opened.site, 'entry.publishing', { authorId: 'ann', body: 'bad' }),
        { body: 'BAD\0🐕' },
        'one that throws is skipped',
      )
    },
  },
  {
    hook: 'on',
    manifest: { capabilities: [{ id: 'events:listen', events: ['like.added'], reason }] },
    activate: `host.on('like.added', async ({ entryId }, event) => { note([entryId, event.name, typeof event.id, Object.isFrozen(event)]) })`,
    async check(t, { opened, notes }) {
      await opened.site.db.transaction(trx => opened.site.announce(trx, 'like.added', { entryId: 'one', memberId: 'ann', at: '' }))
      await opened.outbox.drained()
      t.same(await notes(), [['one', 'like.added', 'string', true]])
    },
  },
  {
    hook: 'sourceType and service',
    manifest: { capabilities: [{ id: 'sources:provide', types: ['box'], services: ['tube'], reason }] },
    activate: `host.service({ id: 'tube', name: 'Tube', posted: 'posted', icon: 'tube', addresses: [], players: [{ match: '.', embed: 'https://tube.example/{id}', ratio: 1 }] })
      const read = ({ bytes, contentType }) => {
        if (bytes.length === 0) throw new ProblemReading('There is nothing.')
        return { format: 'box', hubs: [], title: new TextDecoder().decode(bytes) + contentType, entries: [] }
      }
      host.sourceType({ type: 'box', label: 'Box',
        async discover(address, outside) { return outside.services.map(({ id }) => ({ type: 'box', url: address, title: id })) },
        async fetch({ url, etag }, outside) {
          if (etag) return { outcome: 'unchanged' }
          const answer = await outside.fetch(url, { headers: { accept: 'x/y' } })
          return { outcome: 'ok', feed: read({ bytes: answer.body, contentType: answer.headers['content-type'] }), etag: 'e' }
        },
        async read(document) { return read(document) } })`,
    async check(t, { opened: { site }, asked }) {
      const type = site.registry.sourceTypes.get('box')!.thing
      const url = 'https://box.example/feed'
      const source = { type: 'box', url, etag: null, lastModified: null }
      const title = 'ünï.text/plain'
      t.same(await askSource(site, source), { outcome: 'ok', etag: 'e', feed: { format: 'box', hubs: [], title, entries: [] } })
      t.same(asked.splice(0), [url])
      t.same(await askSource(site, { ...source, etag: 'e' }), { outcome: 'unchanged' })
      t.match(await askSource(site, { ...source, url: 'https://down.example/' }), { outcome: 'too-slow', problem: 'down.example is slow.' })
      t.match(await askSource(site, { ...source, url: 'https://empty.example/' }), { outcome: 'unreadable', problem: 'There is nothing.' })
      const outside = { fetch: site.fetch, work: async () => undefined as never, services: site.registry.services }
      t.match(await type.read({ bytes: Buffer.from('x'), contentType: '~f1' }, outside), { title: 'x~f1' })
      t.same(await type.discover(url, outside), [{ type: 'box', url, title: 'tube' }])
      t.same(site.registry.frameHosts, ['https://tube.example'])
    },
  },
  {
    hook: 'fetch',
    manifest: { capabilities: [{ id: 'network:fetch', hosts: ['api.example', 'down.example'], reason }] },
    activate: `calls.fetch = async url => {
        try { const { status, body, url: from } = await host.fetch(url, { timeout: 100 }); return [status, body.length, from] }
        catch (error) { return [error instanceof OutsideError, error.code, error.message] }
      }`,
    async check(t, { opened: { site }, asked }) {
      asked.length = 0
      const { fetch } = site.registry.provided.get('all')!.thing as { fetch(url: string): Promise<unknown> }
      t.same(await fetch('https://api.example/'), [200, 6, 'https://api.example/'])
      t.same(await fetch('https://down.example/'), [true, 'too-slow', 'down.example is slow.'])
      t.match(await fetch('https://other.example/'), [false, undefined, /may ask api\.example, down\.example, but not/])
      t.same(asked.splice(0), ['https://api.example/', 'https://down.example/'])
    },
  },
  {
    hook: 'settings, plugin and log',
    manifest: { settings: { greeting: { type: 'string', default: 'Hello' }, list: { type: 'array', items: {}, default: [{ a: 1 }] } } },
    activate: `calls.given = () => [host.settings.greeting, host.settings.list[0].a, host.plugin.name, host.plugin.version]
      host.log.info({ count: 2 }, 'it counts'); host.log.warn('careful')`,
    async check(t, { opened: { site }, lines }) {
      const { given } = site.registry.provided.get('all')!.thing as { given(): Promise<unknown> }
      t.same(await given(), ['Hello', 1, 'all', '1.0.0'])
      t.match(
        lines.find(line => line.msg === 'it counts'),
        { level: 30, plugin: 'all', count: 2 },
      )
      t.match(
        lines.find(line => line.msg === 'careful'),
        { level: 40, plugin: 'all' },
      )
    },
  },
  {
    hook: 'route, page, slot',
    manifest: {
      contributes: {
        routes: [{ id: 'vote', method: 'POST', path: '/vote', for: 'members', input: object({ choice: { type: 'string' } }) }],
        pages: [{ id: 'list', path: '/', title: 'List', template: 'all-list', for: 'everyone' }],
        slots: [{ id: 'foot', slot: 'entry.footer', template: 'all-foot' }],
      },
    },
    activate: `host.route('vote', async ({ member, input }) => input.choice ? { json: { by: member.handle, ...input }, status: 201 } : { problems: { choice: 'Choose.' } })
      host.page('list', ({ locale }) => ({ title: 'List', locale }))
      host.slot('foot', ({ subjects }) => Object.fromEntries(subjects.map(id => [id, { id }])))`,
    async check(t, world) {
      const { routes, pages, slots } = world.opened.site.registry
      t.same(await routes[0]?.handler?.(call(world, { choice: 'a' })), { json: { by: world.member.handle, choice: 'a' }, status: 201 })
      t.same(await routes[0]?.handler?.(call(world)), { problems: { choice: 'Choose.' } })
      t.same(await pages[0]?.handler?.(call(world)), { title: 'List', locale: 'en' })
      t.same(await slots.get('entry.footer')?.[0]?.handler?.({ locale: 'en', subjects: ['a', 'b'] }), { a: { id: 'a' }, b: { id: 'b' } })
    },
  },
  {
    hook: 'insert',
    manifest: {
      contributes: {
        inserts: [{ type: 'poll', title: 'Poll', form: object({ ask: { type: 'string' } }), template: 'all-poll', fallback: 'all-poll' }],
      },
    },
    activate: `host.insert('poll', {
        make: ({ input }) => ({ ask: input.ask + '?' }),
        async show({ inserts, member }) { return Object.fromEntries(inserts.map(({ id, data }) => [id, { ...data, mine: member?.handle }])) } })`,
    async check(t, world) {
      const { handler } = world.opened.site.registry.inserts.get('all.poll')!
      t.same(await handler?.make?.(call(world, { ask: 'Who' })), { ask: 'Who?' })
      const inserts = [{ id: 'i', entryId: 'e', data: { ask: 'Who?' } }]
      t.same(await handler?.show?.({ ...call(world), inserts }), { i: { ask: 'Who?', mine: world.member.handle } })
    },
  },
  {
    hook: 'adminPage and card',
    manifest: { contributes: { adminPages: [{ id: 'main', title: 'Main' }], cards: [{ id: 'small', title: 'Small' }] } },
    activate: `host.adminPage('main', { show: () => [{ text: 'Hello' }], submit: ({ form, input }) => form === 'ok' ? 'Saved ' + input.a : { problem: 'No.' } })
      host.card('small', async () => [{ text: 'Card' }])`,
    async check(t, world) {
      const { adminPages, cards } = world.opened.site.registry
      const page = adminPages[0]?.handler
      t.same(await page?.show(call(world)), [{ text: 'Hello' }])
      t.equal(await page?.submit?.({ ...call(world, { a: 1 }), form: 'ok' }), 'Saved 1')
      t.same(await page?.submit?.({ ...call(world), form: 'other' }), { problem: 'No.' })
      t.same(await cards[0]?.handler?.(), [{ text: 'Card' }])
    },
  },
  {
    hook: 'job and addJob',
    manifest: { contributes: { jobs: [{ name: 'work' }] } },
    activate: `host.job('work', async input => { note(input) })
      calls.later = () => host.addJob('work', { n: 1 }, { key: 'once' })`,
    async check(t, { opened: { site }, notes }) {
      const { later } = site.registry.provided.get('all')!.thing as { later(): Promise<unknown> }
      t.equal(await later(), undefined)
      await site.jobs.drained()
      t.same(await notes(), [{ n: 1 }])
    },
  },
  {
    hook: 'timer',
    manifest: { contributes: { timers: [{ name: 'tick', seconds: 60 }] } },
    activate: `host.timer('tick', async () => { note('tick') })`,
    async check(t, { opened: { plugins } }) {
      plugins.startTimers()
      t.pass('its work is a function like the others, and has a test of its own')
    },
  },
  {
    hook: 'command',
    manifest: { contributes: { commands: [{ name: 'count', description: 'Counts.' }] } },
    activate: `host.command('count', async input => ({ counted: Object.keys(input).length }))`,
    async check(t, { opened: { site } }) {
      t.same(await site.registry.commands.get('all.count')?.handler?.({ a: 1, b: 2 }), { counted: 2 })
    },
  },
  {
    hook: 'data and action',
    manifest: {
      collections: { notes: { schema: object({ text: { type: 'string' } }), indexes: [['text']] } },
      contributes: {
        actions: [{ name: 'all.tidy', title: 'Tidy', authority: 'operations', permission: 'plugins', input: object({}) }],
      },
    },
    activate: `calls.data = async () => {
        const row = await host.data.notes.insert({ text: 'one' })
        await host.data.notes.update(row.id, { text: 'two' })
        const refused = await host.data.notes.insert({ wrong: 1 }).catch(error => error.message)
        return [(await host.data.notes.get(row.id)).text, await host.data.notes.count(), await host.data.notes.get('none'), typeof refused]
      }
      host.action('all.tidy', {
        look: async ({ data }) => ({ notes: await data.notes.count() }),
        run: async ({ data }) => data.notes.removeAll({ where: { text: 'two' } }) })`,
    async check(t, { opened: { site } }) {
      const { data } = site.registry.provided.get('all')!.thing as { data(): Promise<unknown> }
      t.same(await data(), ['two', 1, undefined, 'string'])
      const { handler } = site.registry.actions.get('all.tidy')!
      const doing = { input: {}, data: { notes: { count: async () => 7, removeAll: async () => 3 } as never } }
      t.same(await handler?.look(doing), { notes: 7 })
      t.equal(await handler?.run(doing), 3)
    },
  },
  {
    hook: 'members, entries and notify',
    manifest: {
      capabilities: [
        { id: 'members:read', reason },
        { id: 'entries:read', scope: 'reader', reason },
        { id: 'entries:write', reason },
        { id: 'notifications:send', reason },
      ],
      contributes: { notifications: [{ kind: 'news', text: 'News: {what}' }] },
    },
    activate: `calls.members = async (id, handle) => {
        const refused = await host.entries.publish({ as: id, body: 'Not now.' }).catch(error => error.message)
        await host.notify({ to: id, kind: 'news', about: 'a', values: { what: 'tea' } })
        return [(await host.members.find(handle)).id === id, await host.members.find('nobody'), await host.entries.list({ of: handle }), refused]
      }`,
    async check(t, { opened: { site }, member }) {
      const { members } = site.registry.provided.get('all')!.thing as { members(...given: string[]): Promise<unknown> }
      t.match(await members(member.id, member.handle), [true, undefined, [], /only while that member uses it/])
      t.equal((await site.db('notifications').where({ memberId: member.id })).length, 1)
    },
  },
  {
    hook: 'memberSettings',
    manifest: { memberSettings: { loud: { type: 'boolean', default: true } } },
    activate: 'calls.settings = id => host.memberSettings(id)',
    async check(t, { opened: { site }, member }) {
      const { settings } = site.registry.provided.get('all')!.thing as { settings(id: string): Promise<unknown> }
      t.same(await settings(member.id), { loud: true })
    },
  },
  {
    hook: 'provide and use, in both directions',
    activate: `const friend = host.use('friend')
      calls.ask = async name => ['friend says', await friend.greet(name), await friend.nested({ a: [name] })]
      calls.fails = () => friend.fails()`,
    async check(t, { opened: { site } }) {
      const asker = site.registry.provided.get('asker')!.thing as { ask(name: string): Promise<unknown>; fails(): Promise<unknown> }
      t.same(await asker.ask('ann'), ['friend says', 'Hello ann', { a: ['ann'] }])
      await t.rejects(asker.fails(), { message: 'friend is tired' })
    },
  },
]
