import { createHmac } from 'node:crypto'

/** The code by which a member shows that an address outside is theirs. The same for all their addresses, and nobody can guess another's. */
export function ownerCode(secret: string, memberId: string): string {
  return `tributary-${createHmac('sha256', secret).update(`owner-code\n${memberId}`).digest('hex').slice(0, 20)}`
}
