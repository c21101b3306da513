import { createWriteStream, mkdtempSync, rmSync } from 'node:fs'
import { stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { finished } from 'node:stream/promises'
import { setTimeout as sleep } from 'node:timers/promises'
import { ZipFile } from 'yazl'
import type { SentArchive } from '../../../core/imports/keep-archive.ts'
import type { Site } from '../../../core/site.ts'
import { runTask } from '../../../core/tasks/run-task.ts'
import { makePluginFolder, writePlugin } from '../plugins/write-plugin.ts'

interface Teardown {
  teardown(fn: () => void): void
}

const manifest = {
  capabilities: [{ id: 'archives:read', reason: 'For the test.' }],
  contributes: {
    importers: [{ id: 'box', title: 'Boxes', help: 'Ask for a box.', endings: ['.zip', '.json'], holds: ['box.json'], megabytes: 1 }],
  },
}

/** Reads the list in box.json two by two: each element is an entry, but for what tells it to fail. */
const activate = `host.importer('box', async ({ archive, cursor }) => {
  const path = archive.name.endsWith('.json') ? archive.name : 'box.json'
  const { elements, next } = await archive.elements(path, { from: cursor ?? 0, limit: 2 })
  const page = { entries: [], refused: [], skipped: {}, ...(next && { next }) }
  for (const { index, text, problem } of elements) {
    if (problem) page.refused.push({ what: 'No. ' + index, why: problem })
    else if (text === '"throw"') throw new TypeError('The plugin is broken.')
    else if (text === '"endless"') return { ...page, next: cursor ?? 0 }
    else if (text === '"wrong"') return { entries: [{ guid: 1 }] }
    else if (text === '"skip"') page.skipped.things = 1
    else page.entries.push({ audience: 'everyone', tags: [], media: [], ...JSON.parse(text) })
  }
  return page
})`

/** A folder with a plugin that reads boxes. */
export function writeBoxes(t: Teardown, runtime = 'trusted'): string {
  const folder = makePluginFolder(t)
  writePlugin(folder, 'boxes', { ...manifest, runtime }, activate)
  return folder
}

/** An entry in a box. */
export function boxed(number: number, own: object = {}): object {
  const day = String(number).padStart(2, '0')
  return {
    guid: `g${number}`,
    url: `https://box.example/${number}`,
    html: `<p>Number ${number}</p>`,
    publishedAt: `2020-01-${day}T10:00:00.000Z`,
    ...own,
  }
}

/** Writes a zip with these files, as a member would send it. */
export async function sendZip(t: Teardown, files: Record<string, string | Buffer>, name = 'box.zip'): Promise<SentArchive> {
  const folder = mkdtempSync(join(tmpdir(), 'tributary-archive-'))
  t.teardown(() => rmSync(folder, { recursive: true, force: true }))
  const zip = new ZipFile()
  for (const [path, content] of Object.entries(files)) zip.addBuffer(Buffer.from(content as string), path)
  zip.end()
  const path = join(folder, name)
  await finished(zip.outputStream.pipe(createWriteStream(path)))
  return { path, name: basename(path), bytes: (await stat(path)).size }
}

export function sendBox(t: Teardown, list: unknown[]): Promise<SentArchive> {
  return sendZip(t, { 'my-box/box.json': JSON.stringify(list) })
}

/** Does all long work that waits, or waits for whoever is at it. */
export async function workOff(site: Site): Promise<void> {
  for (let tries = 0; tries < 200; tries++) {
    const ids: string[] = await site.db('tasks').whereNull('endedAt').pluck('id')
    if (ids.length === 0) return
    for (const id of ids) await runTask(site, id, new AbortController().signal)
    await sleep(20)
  }
}
