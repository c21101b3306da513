import { Readable } from 'node:stream'
import type { OpenArchive } from '../../../core/archives/open-archive.ts'
import { ArchiveForPlugin } from '../../../core/imports/archive-for-plugin.ts'
import { askImporter } from '../../../core/imports/import-page.ts'
import { applyFilter } from '../../../core/plugins/apply-filter.ts'
import { askSource } from '../../../core/sources/ask-source.ts'

import { type HookFixture, reason } from './hook-fixture.ts'

function archiveOf(files: Record<string, string>): OpenArchive {
  return {
    files: new Map(Object.entries(files).map(([path, text]) => [path, Buffer.byteLength(text)])),
    async stream(path) {
      const text = files[path]
      return text === undefined ? undefined : Readable.from([Buffer.from(text)])
    },
    close() {},
  }
}

/** Hooks through which content goes on its way into the site. */
export const contentFixtures: HookFixture[] = [
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
    hook: 'importer',
    manifest: {
      capabilities: [{ id: 'archives:read', reason }],
      contributes: { importers: [{ id: 'box', title: 'Box', help: 'Ask for it.', endings: ['.json'] }] },
    },
    activate: `host.importer('box', async ({ archive, cursor }) => {
        if (cursor === 'bad') throw new ProblemReading('This is no box.')
        const [{ path, bytes }] = await archive.files()
        const { elements, next } = await archive.elements(path, { in: 'things', from: cursor ?? 0, limit: 1 })
        const start = new TextDecoder().decode(await archive.read(path, { from: 2, bytes: 6 }))
        note([path, bytes, start, elements.map(({ text }) => text), cursor, Object.isFrozen(archive)])
        const missing = await archive.read('nothing').catch(error => error.message)
        return { entries: [{ guid: start, audience: 'everyone', tags: [], media: [] }], refused: [{ what: path, why: missing }], next }
      })`,
    async check(t, { opened: { site }, notes }) {
      const importer = site.registry.importers.get('all.box')!
      const files = { 'box.json': '{"things":["a","ü"]}' }
      const archive = new ArchiveForPlugin(archiveOf(files), 'box.json', '')
      const first = await askImporter(importer, archive.handle(), null)
      t.match(first, { entries: [{ guid: 'things' }], refused: [{ why: 'The archive has no file "nothing".' }], next: '1' })
      t.match(await askImporter(importer, archive.handle(), first.next), { next: '2' })
      t.match(await askImporter(importer, archive.handle(), '2'), { next: null })
      t.match(await notes(), [
        ['box.json', 21, 'things', ['"a"']],
        ['box.json', 21, 'things', ['"ü"'], 1],
        ['box.json', 21, 'things', [], 2],
      ])
      await t.rejects(askImporter(importer, archive.handle(), '"bad"'), { message: 'This is no box.' })
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
]
