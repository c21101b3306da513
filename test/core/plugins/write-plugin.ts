import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'

interface Teardown {
  teardown(fn: () => void): void
}

/** A folder for plugins that goes away with the test. */
export function makePluginFolder(t: Teardown): string {
  const folder = mkdtempSync(join(tmpdir(), 'tributary-plugins-'))
  t.teardown(() => rmSync(folder, { recursive: true, force: true }))
  return folder
}

/** Writes a plugin: what its manifest says besides the usual, the body of its `activate`, and other files. */
export function writePlugin(folder: string, name: string, manifest: object, activate: string, files: Record<string, string> = {}): void {
  const usual = { name, title: name, description: 'A plugin of a test.', version: '1.0.0', api: '^1.0.0' }
  const entry = `export default { async activate(host) { ${activate} } }\n`
  const all = { 'plugin.json': JSON.stringify({ ...usual, ...manifest }), 'index.ts': entry, ...files }
  for (const [file, text] of Object.entries(all)) {
    const path = join(folder, name, file)
    mkdirSync(dirname(path), { recursive: true })
    writeFileSync(path, text)
  }
}

const types = ['all', 'fine', 'good', 'half', 'late', 'later', 'one', 'rss', 'sloppy', 'three', 'two']

export const sources = { capabilities: [{ id: 'sources:provide', types, services: ['tube'], reason: 'For the test.' }] }
export const listens = { capabilities: [{ id: 'events:listen', events: ['like.added', 'like.removed'], reason: 'For the test.' }] }
export const filters = {
  capabilities: [{ id: 'content:filter', filters: ['entry.publishing', 'entries.importing'], reason: 'For the test.' }],
}
/** All of them. */
export const everything = { capabilities: [...sources.capabilities, ...listens.capabilities, ...filters.capabilities] }

/** A call that adds a source type. */
export function sourceType(type: string): string {
  return `host.sourceType({ type: '${type}', label: '${type}', async discover() { return [] }, async fetch() {}, async read() {} })`
}

/** A call that writes down what happens, where the test can read it. */
export function note(text: string): string {
  return `(globalThis.pluginNotes ??= []).push(${text})`
}

/** What plugins wrote down since the last look. */
export function takeNotes(): unknown[] {
  const world = globalThis as { pluginNotes?: unknown[] }
  const notes = world.pluginNotes ?? []
  world.pluginNotes = []
  return notes
}
