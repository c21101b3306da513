import { Ajv, type ValidateFunction } from 'ajv'
import type { Static } from 'typebox'
import { Type } from '../http/type.ts'
import { isPublisherKey, isSigned, type PublisherKey } from '../packages/package-signature.ts'

const text = (most: number) => Type.String({ minLength: 1, maxLength: most })

const capability = Type.Object({ id: text(80), reason: text(300) }, { additionalProperties: true })

const versionSchema = Type.Object({
  version: text(60),
  api: text(60),
  runtime: text(20),
  /** Of the package's file. */
  sha256: Type.String({ pattern: '^[0-9a-f]{64}$' }),
  bytes: Type.Integer({ minimum: 1 }),
  /** Where the file is, from the address of the index. */
  file: Type.String({ pattern: '^[\\w@+/-][\\w.@+/-]{0,199}$' }),
  publishedAt: text(30),
  capabilities: Type.Array(capability, { maxItems: 50 }),
})

const pluginSchema = Type.Object({
  name: Type.String({ pattern: '^[a-z][a-z0-9-]{0,39}$' }),
  title: text(60),
  description: text(300),
  author: Type.Optional(text(100)),
  homepage: Type.Optional(Type.String({ pattern: '^https?://\\S+$', maxLength: 300 })),
  licence: Type.Optional(text(100)),
  publisher: Type.Union([Type.Null(), Type.String({ maxLength: 60 })]),
  /** The newest first. */
  versions: Type.Array(versionSchema, { minItems: 1, maxItems: 100 }),
})

export const indexSchema = Type.Object({
  format: Type.Literal(1),
  title: text(100),
  /** Grows with every change: an older index does not come back. */
  serial: Type.Integer({ minimum: 1 }),
  updatedAt: text(30),
  plugins: Type.Array(pluginSchema, { maxItems: 5000 }),
  /** Versions that must not run any more; `*` stands for all. */
  revoked: Type.Array(Type.Object({ name: text(40), version: text(60), reason: text(300) }), { maxItems: 5000 }),
})

/** A list of plugins that somebody keeps: a JSON file and its signatures, on any web server. */
export type PluginIndex = Static<typeof indexSchema>
export type IndexedPlugin = PluginIndex['plugins'][number]
export type IndexedVersion = IndexedPlugin['versions'][number]

export interface IndexSignature {
  key: PublisherKey
  signature: string
}

export const indexFile = 'index.json'
export const indexSignaturesFile = 'index.signatures.json'

/** What the keepers of an index sign: this, and the text of the file. */
export function indexStatement(indexText: string): string {
  return `tributary plugin index\n${indexText}`
}

let check: ValidateFunction<PluginIndex> | undefined

/** Reads an index. Throws an Error with a sentence when it is none. */
export function parseIndex(indexText: string): PluginIndex {
  const found = parseJson(indexText)
  check ??= new Ajv({ strict: false, validateSchema: false }).compile<PluginIndex>(indexSchema)
  if (check(found)) return found
  const [error] = check.errors ?? []
  throw new Error(`This is no index of plugins: ${error?.instancePath || 'it'} ${error?.message ?? 'cannot be read'}.`)
}

export function parseSignatures(signaturesText: string): IndexSignature[] {
  const found = parseJson(signaturesText)
  return Array.isArray(found)
    ? found.filter(
        (one): one is IndexSignature =>
          isPublisherKey((one as IndexSignature)?.key) && typeof (one as IndexSignature).signature === 'string',
      )
    : []
}

/** The first of these keys that signed the text; nothing when none did. */
export function signerOf(indexText: string, signatures: readonly IndexSignature[], keys: readonly string[]): PublisherKey | undefined {
  return signatures.find(({ key, signature }) => keys.includes(key) && isSigned(key, indexStatement(indexText), signature))?.key
}

function parseJson(json: string): unknown {
  try {
    return JSON.parse(json)
  } catch {
    return undefined
  }
}
