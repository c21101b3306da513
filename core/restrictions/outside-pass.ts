import { createHmac, timingSafeEqual } from 'node:crypto'
import type { Site } from '../site.ts'

/** Days for which such a link works. */
const passDays = 30

/**
 * A link for a member who cannot sign in: it opens what was decided about them, the way to object, and their export, and nothing else.
 * Given to who knows the password, and by mail.
 */
export function makePass({ secret, now }: Pick<Site, 'secret' | 'now'>, memberId: string): string {
  const until = Math.floor(now().getTime() / 1000) + passDays * 86_400
  const said = `${memberId}.${until.toString(36)}`
  return `${said}.${signatureOf(secret, said)}`
}

/** The member for whom the site made this pass, while it works. For pages that a suspended or removed member may still see. */
export function readPass({ secret, now }: Pick<Site, 'secret' | 'now'>, pass: string): string | undefined {
  const [memberId = '', until = '', signature = ''] = pass.split('.')
  const right = Buffer.from(signatureOf(secret, `${memberId}.${until}`))
  const given = Buffer.from(signature)
  if (right.length !== given.length || !timingSafeEqual(right, given)) return undefined
  return Number.parseInt(until, 36) * 1000 > now().getTime() ? memberId : undefined
}

function signatureOf(secret: string, said: string): string {
  return createHmac('sha256', secret).update(`outside-pass:${said}`).digest('base64url').slice(0, 32)
}
