import { createPrivateKey, createPublicKey, generateKeyPairSync, type JsonWebKey, type KeyObject, sign, verify } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Config } from '../config/config-schema.ts'
import { conflict } from '../errors.ts'

/** The key with which the site signs its ledger. */
export interface SiteKey {
  /** Ed25519 signature of the 32 bytes of a hash, in base64url. */
  sign(hash: string): string
  verify(hash: string, signature: string): boolean
  /** What `/governance/key.json` shows. */
  readonly publicJwk: JsonWebKey
  /** There is none any more: it signs nothing, and `publicJwk` is the last that the ledger knows. */
  readonly isMissing?: true
}

/** The site's key: from `SITE_KEY` for sites of several machines, else from the data folder, where it is made at the first start. */
export function readSiteKey({ siteKey, dataDir }: Pick<Config, 'siteKey' | 'dataDir'>): SiteKey {
  return asSiteKey(siteKey ? parseKey(siteKey) : createPrivateKey(readOrMake(join(dataDir, 'keys'))))
}

/** Whether there is a key, without making one. */
export function hasSiteKey({ siteKey, dataDir }: Pick<Config, 'siteKey' | 'dataDir'>): boolean {
  return siteKey !== '' || existsSync(join(dataDir, 'keys', keyFile))
}

/** What stands in for a key that is missing: it knows what the last one signed, and signs nothing. */
export function missingKey(last: JsonWebKey): SiteKey {
  const { verify } = readPublicKey(last)
  return {
    verify,
    sign() {
      throw conflict('The key of this site is missing, so nothing can be written into its ledger.')
    },
    publicJwk: last,
    isMissing: true,
  }
}

/** Makes a key and puts it beside the one there is, until `adoptKey`. */
export function makeNextKey(dataDir: string): SiteKey {
  const folder = join(dataDir, 'keys')
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  const { privateKey } = generateKeyPairSync('ed25519')
  writeFileSync(join(folder, nextFile), privateKey.export({ type: 'pkcs8', format: 'pem' }), { mode: 0o600 })
  return asSiteKey(privateKey)
}

/** Puts the key that waits in place, when it is the one with this public key: also when the process ended before it could. */
export function adoptKey(dataDir: string, { x }: JsonWebKey): void {
  const next = join(dataDir, 'keys', nextFile)
  if (!existsSync(next) || asSiteKey(createPrivateKey(readFileSync(next, 'utf8'))).publicJwk.x !== x) return
  renameSync(next, join(dataDir, 'keys', keyFile))
}

/** A private key as PEM, such as `openssl genpkey -algorithm ed25519` writes. Throws when it is none. */
export function readPem(text: string): SiteKey {
  return asSiteKey(parseKey(text))
}

const keyFile = 'site.pem'
const nextFile = 'site.next.pem'

function asSiteKey(key: KeyObject): SiteKey {
  const open = createPublicKey(key)
  return {
    sign: hash => sign(null, Buffer.from(hash, 'hex'), key).toString('base64url'),
    verify: (hash, signature) => verifySignature(open, hash, signature),
    publicJwk: { ...open.export({ format: 'jwk' }), alg: 'EdDSA', use: 'sig' },
  }
}

/** Reads the public key of a site as a JWK. Throws when it is none. */
export function readPublicKey(jwk: JsonWebKey): Pick<SiteKey, 'verify'> {
  const open = createPublicKey({ key: jwk, format: 'jwk' })
  if (open.asymmetricKeyType !== 'ed25519') throw new TypeError('This is not an Ed25519 key.')
  return { verify: (hash, signature) => verifySignature(open, hash, signature) }
}

function verifySignature(key: KeyObject, hash: string, signature: string): boolean {
  return verify(null, Buffer.from(hash, 'hex'), key, Buffer.from(signature, 'base64url'))
}

/** PEM with its line ends, or written as one line with `\n`. */
function parseKey(text: string): KeyObject {
  try {
    const key = createPrivateKey(text.replaceAll('\\n', '\n'))
    if (key.asymmetricKeyType === 'ed25519') return key
  } catch {
    // Nothing of it belongs into a message.
  }
  throw new Error('SITE_KEY should be a private Ed25519 key as PEM (openssl genpkey -algorithm ed25519).')
}

function readOrMake(folder: string): string {
  const file = join(folder, keyFile)
  if (!existsSync(file)) {
    mkdirSync(folder, { recursive: true, mode: 0o700 })
    const pem = generateKeyPairSync('ed25519').privateKey.export({ type: 'pkcs8', format: 'pem' })
    try {
      writeFileSync(file, pem, { mode: 0o600, flag: 'wx' })
    } catch (error) {
      // Another process was faster.
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
    }
  }
  return readFileSync(file, 'utf8')
}
