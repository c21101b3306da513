import { relative } from 'node:path'
import { SiteError } from '../errors.ts'
import { checkPackageFiles, isCodeless } from '../packages/check-package-files.ts'
import { type Capability, capabilities, capabilityOf } from '../plugin-contract/capabilities.ts'
import type { Manifest } from '../plugin-contract/manifest.ts'
import { checkSources } from '../themes/check-sources.ts'
import { readPluginTemplates } from '../themes/read-theme.ts'
import { gatherPlugin } from './pack-plugin.ts'

/** What is wrong with a plugin, and what could be better: sentences. */
export interface PluginReport {
  errors: string[]
  warnings: string[]
}

/** A bundle larger than this is most often a library that was taken along by mistake. */
const largeCode = 300_000

/** Looks at a plugin in a folder as somebody would before publishing it. Runs none of its code. */
export async function checkPlugin(folder: string): Promise<PluginReport> {
  try {
    const { manifest, files } = await gatherPlugin(folder)
    const code = isCodeless(manifest) ? '' : (files.get(manifest.entry)?.toString() ?? '')
    return {
      errors: [...checkPackageFiles([...files.keys()], manifest), ...checkTemplates(folder, manifest), ...findUndeclared(code, manifest)],
      warnings: [...checkManners(manifest, files), ...findUnused(code, manifest), ...findForeign(code, manifest)],
    }
  } catch (error) {
    if (error instanceof SiteError) return { errors: Object.values(error.problems).flatMap(text => text.split('\n')), warnings: [] }
    throw error
  }
}

/** As the site looks at them when the plugin starts. */
function checkTemplates(folder: string, { name }: Manifest): string[] {
  try {
    const templates = readPluginTemplates(name, folder)
    const all = [...templates.pages.keys(), ...templates.partials.keys()]
    const strange = all.filter(template => template !== name && !template.startsWith(`${name}-`))
    return [
      ...strange.map(template => `The template ${template}.hbs should be called "${name}" or begin with "${name}-".`),
      ...checkSources(templates).map(({ file, line, message }) => `${relative(folder, file)}${line ? `:${line}` : ''}: ${message}`),
    ]
  } catch (error) {
    return [(error as Error).message]
  }
}

/** Methods of host that the code calls, as far as it calls it by that name: `entries.find`. */
function callsOfHost(code: string): string[] {
  return [...new Set([...code.matchAll(/\bhost\.(\w+)/g)].map(([, name = '']) => name))]
}

function findUndeclared(code: string, manifest: Manifest): string[] {
  const asked = new Set(manifest.capabilities.map(({ id }) => id))
  const needed = callsOfHost(code).flatMap(name => {
    // Some methods come with one of several.
    const all = Object.entries(capabilities).filter(([, { methods }]) =>
      (methods as readonly string[]).some(one => one.split('.')[0] === name),
    )
    return all.length === 0 || all.some(([id]) => asked.has(id as Capability['id'])) ? [] : [{ name, id: capabilityOf(name) }]
  })
  return needed.map(({ name, id }) => `host.${name} needs the capability "${id}", for which plugin.json does not ask.`)
}

function findUnused(code: string, manifest: Manifest): string[] {
  const called = new Set(callsOfHost(code))
  return manifest.capabilities
    .filter(({ id }) => !(capabilities[id].methods as readonly string[]).some(name => called.has(name.split('.')[0] ?? '')))
    .map(({ id }) => `It asks for "${id}", but does not seem to use it. People trust a plugin more that asks for less.`)
}

function findForeign(code: string, { runtime }: Manifest): string[] {
  const found = [...new Set([...code.matchAll(/(?<![.\w])(setInterval|process|fetch|eval|require)\s*[.(]/g)].map(([, name = '']) => name))]
  const why: Record<string, string> = { setInterval: 'use a timer of the manifest', fetch: 'use host.fetch' }
  return found.map(
    name => `It uses ${name}${why[name] ? `; ${why[name]} instead` : runtime === 'trusted' ? '' : ', which is not there in the sandbox'}.`,
  )
}

function checkManners({ licence, homepage, runtime, entry }: Manifest, files: ReadonlyMap<string, Buffer>): string[] {
  const has = (name: RegExp): boolean => [...files.keys()].some(path => name.test(path))
  const bytes = files.get(entry)?.length ?? 0
  return [
    ...(licence ? [] : ['"licence" is missing: nobody knows what they may do with it.']),
    ...(homepage ? [] : ['"homepage" is missing: nobody knows where to ask.']),
    ...(has(/^README/) ? [] : ['There is no README.']),
    ...(has(/^LICEN[CS]E/) ? [] : ['There is no file LICENCE.']),
    ...(runtime === 'trusted'
      ? ['It is trusted, so it can only be installed on the machine. With "runtime": "sandbox" admins can install it in the browser.']
      : []),
    ...(bytes > largeCode ? [`Its code has ${Math.round(bytes / 1000)} kB. Is there a library in it that it could do without?`] : []),
  ]
}
