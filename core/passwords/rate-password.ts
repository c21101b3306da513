import { ZxcvbnFactory } from '@zxcvbn-ts/core'
import { adjacencyGraphs, dictionary as common } from '@zxcvbn-ts/language-common'
import { dictionary as english } from '@zxcvbn-ts/language-en'

export interface PasswordToRate {
  password: string
  /** What others know about the member: handle, e-mail address, name of the site. */
  about: string[]
}

export interface PasswordRating {
  /** 0 (guessed at once) to 4. */
  score: number
  /** What makes it easy to guess, as a name; absent when nothing stands out. */
  weakness?: string
}

// Longer ones cost half a second and more; what makes a password weak shows in its first part, and 72 good characters are enough.
const longest = 72

const zxcvbn = new ZxcvbnFactory({ dictionary: { ...common, ...english }, graphs: adjacencyGraphs, maxLength: longest })

/** Says how hard a password is to guess. Loads 60 MB of words, so it runs in a worker and is never imported elsewhere. */
export default function ratePassword({ password, about }: PasswordToRate): PasswordRating {
  const words = about.flatMap(text => [text, ...text.split(/[^\p{L}\p{N}]+/u)]).filter(word => word.length >= 3)
  const { score, feedback } = zxcvbn.check(password.slice(0, longest), words)
  return feedback.warning ? { score, weakness: feedback.warning } : { score }
}
