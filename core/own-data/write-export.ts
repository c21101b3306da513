import { createWriteStream } from 'node:fs'
import { stat } from 'node:fs/promises'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { ZipFile } from 'yazl'
import { mediaPath } from '../media/media-store.ts'
import { listPersonalRows } from '../plugin-data/personal-rows.ts'
import { listTableRows } from '../plugin-data/personal-tables.ts'
import type { Site } from '../site.ts'
import { exportReadme } from './export-readme.ts'
import { type OwnKind, ownKinds } from './own-kinds.ts'
import { countOwn, readAccount, readOwn } from './read-own.ts'

type Progress = (done: number, total: number) => Promise<void>

/**
 * Writes a zip with everything about a member: a file of JSON for each kind, their pictures, and a text that explains it. Rows are read and
 * written a page at a time, so that it takes as much memory for a hundred entries as for a million.
 */
export async function writeExport(site: Site, memberId: string, path: string, step: Progress): Promise<{ rows: number; media: number }> {
  const counts = await countOwn(site.db, memberId)
  const media = await ownMedia(site, memberId)
  const total = [...counts.values()].reduce((sum, count) => sum + count, 0)
  let done = 0
  const seen = async (rows: number): Promise<void> => {
    done += rows
    await step(Math.min(done, total), total)
  }

  const zip = new ZipFile()
  const written = pipeline(zip.outputStream, createWriteStream(path, { mode: 0o600 }))
  // What goes wrong in a stream that the archive reads should end the writing, not the process.
  const failed = new Promise<never>((_, reject) => zip.on('error', reject))
  const account = await readAccount(site, memberId)
  zip.addBuffer(Buffer.from(exportReadme(site, account, counts, media.length)), 'README.md')
  zip.addBuffer(toJson(account), 'account.json')
  const ofPlugins = [...(await listPersonalRows(site.db, memberId)), ...(await listTableRows(site.db, memberId))]
  zip.addBuffer(toJson(ofPlugins), 'plugins.json')
  for (const kind of ownKinds) {
    zip.addReadStreamLazy(`${kind.name}.json`, { compress: true }, take => {
      const stream = Readable.from(jsonList(site, kind, memberId, seen))
      stream.on('error', error => zip.emit('error', error))
      take(null, stream)
    })
  }
  for (const { name, from } of media) zip.addFile(from, `media/${name}`, { compress: false })
  zip.end()
  await Promise.race([written, failed])
  return { rows: done, media: media.length }
}

function toJson(value: unknown): Buffer {
  return Buffer.from(`${JSON.stringify(value, null, 2)}\n`)
}

async function* jsonList(site: Site, kind: OwnKind, memberId: string, seen: (rows: number) => Promise<void>): AsyncGenerator<string> {
  let between = '[\n'
  for await (const rows of readOwn(site, kind, memberId)) {
    for (const row of rows) {
      yield between + JSON.stringify(row)
      between = ',\n'
    }
    await seen(rows.length)
  }
  yield between === '[\n' ? '[]\n' : '\n]\n'
}

/** The member's pictures that are there: a file that the disk has lost should not keep them from the rest. */
async function ownMedia(site: Site, memberId: string): Promise<{ name: string; from: string }[]> {
  const names = new Set<string>(await site.db('uploads').where({ memberId }).pluck('file'))
  const [feed]: { picture: string | null }[] = await site.db('feeds').where({ id: memberId }).select('picture')
  if (feed?.picture) names.add(feed.picture)
  const found: { name: string; from: string }[] = []
  for (const name of names) {
    const from = mediaPath(site, name)
    if (from && (await stat(from).catch(() => undefined))?.isFile()) found.push({ name, from })
  }
  return found
}
