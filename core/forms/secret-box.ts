import { createCipheriv, createDecipheriv, createHmac, hkdfSync, randomBytes } from 'node:crypto'

/** A secret as it is kept: sealed with a key that is not in the database. */
export interface Sealed {
  sealed: string
}

/** Keeps what an admin types into a field that is never shown again. */
export interface SecretBox {
  seal(text: string): Sealed
  /** Throws when it was sealed with another key. */
  open(sealed: Sealed): string
  /** Says whether two secrets are the same, and nothing else about them: for the audit log. */
  mark(text: string): string
}

const cipher = 'aes-256-gcm'
const ivBytes = 12
const tagBytes = 16

/** A box whose keys come from the site's own secret, which lies in DATA_DIR/keys and never in the database. */
export function makeSecretBox(siteSecret: string): SecretBox {
  const key = (purpose: string): Buffer => Buffer.from(hkdfSync('sha256', siteSecret, '', `tributary ${purpose}`, 32))
  const sealing = key('sealed settings')
  const marking = key('marks of settings')
  return {
    seal(text) {
      const iv = randomBytes(ivBytes)
      const work = createCipheriv(cipher, sealing, iv)
      const hidden = Buffer.concat([work.update(text, 'utf8'), work.final()])
      return { sealed: Buffer.concat([iv, work.getAuthTag(), hidden]).toString('base64url') }
    },
    open({ sealed }) {
      const bytes = Buffer.from(sealed, 'base64url')
      try {
        const work = createDecipheriv(cipher, sealing, bytes.subarray(0, ivBytes))
        work.setAuthTag(bytes.subarray(ivBytes, ivBytes + tagBytes))
        return Buffer.concat([work.update(bytes.subarray(ivBytes + tagBytes)), work.final()]).toString('utf8')
      } catch (cause) {
        throw new Error('A secret was sealed with another key. Enter it again, or bring back DATA_DIR/keys from the backup.', { cause })
      }
    },
    mark: text => createHmac('sha256', marking).update(text).digest('hex').slice(0, 6),
  }
}

export function isSealed(value: unknown): value is Sealed {
  return (
    typeof value === 'object' && value !== null && Object.keys(value).join() === 'sealed' && typeof (value as Sealed).sealed === 'string'
  )
}
