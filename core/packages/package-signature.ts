import { createPrivateKey, createPublicKey, generateKeyPairSync, type KeyObject, sign, verify } from 'node:crypto'
import { invalid } from '../errors.ts'

/** A publisher's public key as text: `ed25519:` and 43 letters. */
export type PublisherKey = string

/** The file `SIGNATURE` of a package. */
export interface Signature {
  /** Who published it. */
  key: PublisherKey
  /** Over the file `CHECKSUMS`. */
  signature: string
  /** When the publisher has a new key: the word of the old one that it is theirs. */
  succeeds?: { key: PublisherKey; signature: string }
}

const prefix = 'ed25519:'

/** A new private key as PEM, for the publisher to keep, and its public half. */
export function makePublisherKey(): { pem: string; key: PublisherKey } {
  const { privateKey } = generateKeyPairSync('ed25519')
  return { pem: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(), key: publicKeyOf(privateKey) }
}

/** Reads a private key. Throws invalid with the field `key`. */
export function readPrivateKey(pem: string): KeyObject {
  try {
    const key = createPrivateKey(pem)
    if (key.asymmetricKeyType === 'ed25519') return key
  } catch {
    // Said below.
  }
  throw invalid({ key: 'This is no ed25519 private key. Make one: npx tributary plugin keygen FILE' })
}

export function publicKeyOf(privateKey: KeyObject): PublisherKey {
  const { x } = createPublicKey(privateKey).export({ format: 'jwk' })
  return prefix + x
}

/** Signs the text of `CHECKSUMS`. With the old key, it also says that the new one is its successor for this plugin. */
export function signPackage(checksums: string, name: string, privateKey: KeyObject, oldKey?: KeyObject): string {
  const key = publicKeyOf(privateKey)
  const signature: Signature = { key, signature: signText(privateKey, packageStatement(checksums)) }
  if (oldKey) signature.succeeds = { key: publicKeyOf(oldKey), signature: signText(oldKey, successionStatement(name, key)) }
  return `${JSON.stringify(signature, null, 2)}\n`
}

/** Reads and checks a `SIGNATURE`. Throws invalid with the field `file` when it does not fit. */
export function checkSignature(text: string, checksums: string, name: string): Signature {
  const found = parseSignature(text)
  if (!found) throw invalid({ file: 'The file SIGNATURE of this package cannot be read.' })
  if (!isSigned(found.key, packageStatement(checksums), found.signature))
    throw invalid({ file: 'The signature of this package does not fit what is in it. Somebody changed it after it was signed.' })
  if (found.succeeds && !isSigned(found.succeeds.key, successionStatement(name, found.key), found.succeeds.signature))
    throw invalid({ file: 'This package says that its publisher has a new key, but the old key did not sign that.' })
  return found
}

/** Signs any text; for indexes. */
export function signText(privateKey: KeyObject, text: string): string {
  return sign(null, Buffer.from(text), privateKey).toString('base64url')
}

/** Whether the holder of the key signed the text. Anything that cannot be read was not signed. */
export function isSigned(key: PublisherKey, text: string, signature: string): boolean {
  if (!isPublisherKey(key)) return false
  try {
    const publicKey = createPublicKey({ key: { kty: 'OKP', crv: 'Ed25519', x: key.slice(prefix.length) }, format: 'jwk' })
    return verify(null, Buffer.from(text), publicKey, Buffer.from(signature, 'base64url'))
  } catch {
    return false
  }
}

export function isPublisherKey(text: unknown): text is PublisherKey {
  return typeof text === 'string' && /^ed25519:[\w-]{43}$/.test(text)
}

/** The last letters of a key, by which people can tell keys apart. */
export function shortKey(key: PublisherKey): string {
  return `…${key.slice(-8)}`
}

// Each statement begins with what it is, so that a signature under one is none under the other.
function packageStatement(checksums: string): string {
  return `tributary package\n${checksums}`
}

function successionStatement(name: string, key: PublisherKey): string {
  return `tributary publisher key\n${name}\n${key}\n`
}

function parseSignature(text: string): Signature | undefined {
  try {
    const { key, signature, succeeds } = JSON.parse(text) as Partial<Signature>
    if (!isPublisherKey(key) || typeof signature !== 'string') return undefined
    if (succeeds !== undefined && (!isPublisherKey(succeeds.key) || typeof succeeds.signature !== 'string')) return undefined
    return { key, signature, ...(succeeds && { succeeds }) }
  } catch {
    return undefined
  }
}
