import { memberActor } from '../../../core/actor.ts'
import { findMember } from '../../../core/members/member.ts'
import { makePass } from '../../../core/restrictions/outside-pass.ts'
import { makeEntry } from '../../../core/testing/make-entry.ts'
import { actFixture } from './act-fixture.ts'
import { contentFixtures } from './content-fixtures.ts'
import { call, type HookFixture, object, reason } from './hook-fixture.ts'

/** Every hook there is. A new one is one more of these. */
export const hookFixtures: HookFixture[] = [
  ...contentFixtures,
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
    hook: 'dates, numbers, plurals and sorting in a language',
    activate: `calls.words = () => {
        const day = Date.UTC(2026, 2, 1, 14, 5)
        const berlin = { timeZone: 'Europe/Berlin' }
        const refuse = work => { try { return work() } catch (error) { return error.name } }
        return [
          new Intl.DateTimeFormat('de', { dateStyle: 'full', timeStyle: 'short', ...berlin }).format(day),
          new Date(day).toLocaleDateString('tr', { month: 'long', day: 'numeric', ...berlin }), new Date(day).toLocaleTimeString('en-GB', berlin),
          Intl.NumberFormat('de', { style: 'currency', currency: 'EUR' }).format(1234.5), (1e6).toLocaleString('ar-EG'),
          [1, 2, 5].map(new Intl.NumberFormat('en', { minimumFractionDigits: 1 }).format),
          [0, 1, 2, 5, 11].map(n => new Intl.PluralRules('ar').select(n)), new Intl.PluralRules('en', { type: 'ordinal' }).select(22),
          ['z', 'ä', 'a'].sort(new Intl.Collator('sv').compare), ['z', 'ä', 'a'].sort((one, other) => one.localeCompare(other, 'de')),
          new Intl.ListFormat('en').format(['a', 'b', 'c']), new Intl.RelativeTimeFormat('de', { numeric: 'auto' }).format(-1, 'day'),
          new Intl.DisplayNames('en', { type: 'region' }).of('TR'), 'istanbul'.toLocaleUpperCase('tr'),
          new Intl.NumberFormat('en').format(12345678901234567890n), new Intl.NumberFormat('de').formatToParts(1.5).map(part => part.type),
          new Date(NaN).toLocaleString('en'), refuse(() => new Intl.NumberFormat('en', { style: 'strange' })), refuse(() => new Intl.DateTimeFormat('x_y')),
        ]
      }`,
    async check(t, { opened: { site } }) {
      const { words } = site.registry.provided.get('all')!.thing as { words(): Promise<unknown> }
      t.same(await words(), [
        ...['Sonntag, 1. März 2026 um 15:05', '1 Mart', '15:05:00', '1.234,50\u00a0€', '١٬٠٠٠٬٠٠٠', ['1.0', '2.0', '5.0']],
        ...[
          ['zero', 'one', 'two', 'few', 'many'],
          'two',
          ['a', 'z', 'ä'],
          ['a', 'ä', 'z'],
          'a, b, and c',
          'gestern',
          'Türkiye',
          'İSTANBUL',
        ],
        ...['12,345,678,901,234,567,890', ['integer', 'decimal', 'fraction'], 'Invalid Date', 'RangeError', 'RangeError'],
      ])
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
    activate: `calls.byPass = pass => host.members.fromPass(pass)
      calls.members = async (id, handle) => {
        const refused = await host.entries.publish({ as: id, body: 'Not now.' }).catch(error => error.message)
        await host.notify({ to: id, kind: 'news', about: 'a', values: { what: 'tea' } })
        return [(await host.members.find(handle)).id === id, await host.members.find('nobody'), await host.entries.list({ of: handle }), refused]
      }`,
    async check(t, { opened: { site }, member }) {
      const { members, byPass } = site.registry.provided.get('all')!.thing as Record<
        'members' | 'byPass',
        (...given: string[]) => Promise<unknown>
      >
      t.match(await byPass(makePass(site, member.id)), { handle: member.handle })
      t.equal(await byPass(`${member.id}.zzzzzz.forged`), undefined)
      t.match(await members(member.id, member.handle), [true, undefined, [], /only while that member uses it/])
      t.equal((await site.db('notifications').where({ memberId: member.id })).length, 1)
      await makeEntry(site, memberActor(await findMember(site.db, member.handle)), 'Fresh #bread')
      t.match((await members(member.id, member.handle)) as unknown[], [true, undefined, [{ tags: [/^bread$/i], bodyHtml: /tags\/bread/ }]])
    },
  },
  actFixture,
  {
    hook: 'policies',
    manifest: {},
    activate: 'calls.policies = () => host.policies()',
    async check(t, { opened: { site } }) {
      const { policies } = site.registry.provided.get('all')!.thing as { policies(): Promise<unknown[]> }
      t.match(await policies(), [{ kind: 'privacy', title: 'Privacy policy', url: '/privacy', current: { version: 1 } }, {}, {}, {}])
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
