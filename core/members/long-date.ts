/** A day written out in the reader's language, for times to come: "6 December 2026". */
export function longDate(at: string, locale: string): string {
  return new Intl.DateTimeFormat(locale === 'en' ? 'en-GB' : locale, { dateStyle: 'long', timeZone: 'UTC' }).format(new Date(at))
}
