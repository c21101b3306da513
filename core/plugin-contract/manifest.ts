import { Ajv, type ErrorObject } from 'ajv'
import { satisfies, valid, validRange } from 'semver'
import { apiVersion } from './api-version.ts'
import type { Capability } from './capabilities.ts'
import { checkContributes } from './check-contributes.ts'
import type { CollectionDeclaration, Contributes, ObjectSchema, TableDeclaration } from './contributes.ts'
import schema from './plugin.schema.json' with { type: 'json' }

/** `plugin.json` after it was checked, with its defaults filled in. */
export interface Manifest {
  name: string
  title: string
  description: string
  version: string
  api: string
  runtime: 'trusted' | 'sandbox' | 'declarative'
  entry: string
  author?: string
  homepage?: string
  licence?: string
  capabilities: Capability[]
  requires: string[]
  /** Plugins that must not be on at the same time. */
  conflicts: string[]
  provides: string[]
  settings?: ObjectSchema
  /** What each member may set for themselves. */
  memberSettings?: ObjectSchema
  collections: Record<string, CollectionDeclaration>
  tables: Record<string, TableDeclaration>
  contributes: Contributes
}

/** What is wrong with a manifest: one line for each problem, with file, key, what was expected and what is there. */
export class ManifestError extends Error {
  override readonly name = 'ManifestError'
}

/** The plugin is made for another version of the site. */
export class IncompatibleError extends ManifestError {}

const ajv = new Ajv({ allErrors: true, verbose: true, useDefaults: true, strict: false, validateSchema: false })
ajv.addFormat('version', text => valid(text) !== null)
ajv.addFormat('version-range', text => validRange(text) !== null)

/** Texts that were found good: compiling their schemas takes some ten milliseconds, and every look at the plugins reads all of them. */
const checked = new Map<string, Manifest>()
const mostChecked = 200

/** Reads the text of a `plugin.json`; `file` is what messages call it. Throws ManifestError with every problem. */
export function parseManifest(text: string, file: string, folderName: string): Manifest {
  const key = `${folderName} ${text}`
  const manifest = checked.get(key) ?? checkManifest(text, file, folderName)
  if (checked.size >= mostChecked) checked.clear()
  checked.set(key, manifest)
  return manifest
}

function checkManifest(text: string, file: string, folderName: string): Manifest {
  const found = parseJson(text, file)
  // Compiled once, and not before there is a plugin.
  const check = ajv.compile<Manifest>(schema)
  if (!check(found)) throw new ManifestError(listProblems(check.errors ?? [], file).join('\n'))
  if (found.name !== folderName) {
    throw new ManifestError(`${file}: "name" should be "${folderName}", the name of its folder, but is "${found.name}".`)
  }
  const slips = checkContributes(found)
  if (slips.length > 0) throw new ManifestError(slips.map(slip => `${file}: ${slip}`).join('\n'))
  if (!satisfies(apiVersion, found.api)) {
    throw new IncompatibleError(`${file}: "api" should include ${apiVersion}, the version of this site, but is "${found.api}".`)
  }
  return Object.freeze(found)
}

function parseJson(text: string, file: string): unknown {
  try {
    return JSON.parse(text)
  } catch (error) {
    throw new ManifestError(`${file}: should be JSON, but cannot be read: ${(error as Error).message}.`)
  }
}

function listProblems(errors: ErrorObject[], file: string): string[] {
  // "if" only says that its "then" did not fit, which has said so itself.
  return [...new Set(errors.filter(({ keyword }) => keyword !== 'if').map(error => `${file}: ${explain(error)}`))]
}

function explain(error: ErrorObject): string {
  const path = error.instancePath.slice(1).split('/').filter(Boolean)
  if (error.keyword === 'additionalProperties') {
    const key = [...path, String(error.params.additionalProperty)].join('.')
    const keys = Object.keys((error.parentSchema as Shape).properties ?? {}).filter(name => !name.startsWith('$'))
    return `"${key}" is not a key that a plugin has; expected one of ${keys.join(', ')}.`
  }
  if (error.keyword === 'required') {
    const key = String(error.params.missingProperty)
    const expected = (error.parentSchema as Shape).properties?.[key]?.expected
    return `"${[...path, key].join('.')}" should be ${expected}, but is missing.`
  }
  const key = path.length > 0 ? `"${path.join('.')}"` : 'the file'
  return `${key} should be ${(error.parentSchema as Shape).expected ?? 'an object'}, but is ${JSON.stringify(error.data)}.`
}

interface Shape {
  expected?: string
  properties?: Record<string, Shape>
}
