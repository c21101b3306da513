import { invalid } from '../errors.ts'
import type { Site } from '../site.ts'
import type { PasswordRating, PasswordToRate } from './rate-password.ts'

export const passwordLength = { minLength: 10, maxLength: 200 }

const ratePassword = new URL('./rate-password.ts', import.meta.url)

const reasons: Readonly<Record<string, string>> = {
  straightRow: 'Rows of keys on the keyboard are among the first guesses.',
  keyPattern: 'Patterns on the keyboard are among the first guesses.',
  simpleRepeat: 'One character again and again is easy to guess.',
  extendedRepeat: 'A pattern that repeats is easy to guess.',
  sequences: 'Sequences like “abc” or “123” are easy to guess.',
  recentYears: 'Years are easy to guess.',
  dates: 'Dates are easy to guess.',
  topTen: 'This is on every list of leaked passwords.',
  topHundred: 'This is on every list of leaked passwords.',
  common: 'This is on the lists of leaked passwords.',
  similarToCommon: 'This is very close to one on the lists of leaked passwords.',
  wordByItself: 'A single word is easy to guess.',
  namesByThemselves: 'A name alone is easy to guess.',
  commonNames: 'Names are easy to guess.',
  userInputs: 'It contains your name, your address or the name of this site.',
}

/** Refuses a password that is short, leaked or easy to guess, and says why. The problem stands under the name of the field. */
export async function checkPassword(site: Site, { password, about }: PasswordToRate, field = 'password'): Promise<void> {
  if (password.length < passwordLength.minLength) throw invalid({ [field]: 'Please use at least 10 characters.' })
  if (password.length > passwordLength.maxLength) throw invalid({ [field]: 'Please use at most 200 characters.' })
  const { score, weakness } = await site.workers.run<PasswordRating>(ratePassword, { password, about: [...about, site.settings.siteName] })
  if (score >= 3) return
  throw invalid({ [field]: reasons[weakness ?? ''] ?? 'This is too easy to guess. Three or four unrelated words make a good password.' })
}
