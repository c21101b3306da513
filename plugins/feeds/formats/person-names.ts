import { plainText } from '../text/plain-text.ts'

interface Person {
  name?: string
  email?: string
}

/** The names of authors on one line. Of a mail address only the part before the `@` is shown: nobody asked for more spam. */
export function personNames(persons: readonly (Person | undefined)[] | undefined): string | undefined {
  const names = persons?.map(person => plainText(person?.name ?? person?.email)?.replace(/^([^\s@]+)@[^\s@]+$/, '$1'))
  return names?.filter(name => name !== undefined).join(', ') || undefined
}
