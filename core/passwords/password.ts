import { hash, verify } from '@node-rs/argon2'

// The least that OWASP asks of argon2id: 19 MiB, two passes, one thread.
const cost = { memoryCost: 19_456, timeCost: 2, parallelism: 1 }

/** Checked for somebody who does not exist, so that the answer takes as long as for somebody who does. */
const nobody = '$argon2id$v=19$m=19456,t=2,p=1$loc11UkfPDf6XIlQCeldqg$+5cq922a2Tj0JuAmS4ZTpM5lBQhL1c+Y0Yf/B+rAGSU'

/** Hashes a password with a salt of its own. */
export function hashPassword(password: string): Promise<string> {
  return hash(normal(password), cost)
}

/** Whether this is the password. Without a hash the answer is no, after the same work. */
export async function isPassword(password: string, passwordHash: string | undefined): Promise<boolean> {
  const known = passwordHash?.startsWith('$argon2')
  const right = await verify(known ? passwordHash! : nobody, normal(password))
  return right && known === true
}

// Keyboards differ in how they write the same letter.
function normal(password: string): string {
  return password.normalize('NFKC')
}

/** Stands where no password was chosen yet: nothing that is typed is right. */
export const noPassword = '-'
