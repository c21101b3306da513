/** The number of a month from its name or abbreviation in any of the languages below. */
export function monthNumber(name: string): number | undefined {
  const word = normalise(name)
  const english = findMonth(word)
  if (english || waiting.length === 0) return english
  // Most feeds never need them, and learning them takes a while.
  for (const language of waiting.splice(0)) addLanguage(language)
  return findMonth(word)
}

const months = new Map<string, number>()
addLanguage('en')

// The first language that has a name wins: `listopad` is November to Czechs and Poles, October to Croats.
const waiting = ['de', 'fr', 'es', 'it', 'pt', 'nl', 'sv', 'da', 'nb', 'fi', 'pl', 'cs', 'ru', 'uk', 'el', 'tr', 'hu', 'ro', 'ca', 'id']

function findMonth(word: string): number | undefined {
  return months.get(word) ?? months.get(word.slice(0, 3))
}

function addLanguage(language: string): void {
  for (const width of ['long', 'short'] as const) {
    // With a day beside it, a month stands in the case in which dates are written.
    const formats = [
      new Intl.DateTimeFormat(language, { month: width }),
      new Intl.DateTimeFormat(language, { month: width, day: 'numeric' }),
    ]
    for (const format of formats) addMonths(format)
  }
}

function addMonths(format: Intl.DateTimeFormat): void {
  for (let month = 1; month <= 12; month++) {
    const part = format.formatToParts(new Date(2004, month - 1, 14)).find(({ type }) => type === 'month')
    const word = normalise(part?.value ?? '')
    if (/^\p{L}{3,}$/u.test(word) && !months.has(word)) months.set(word, month)
  }
}

function normalise(name: string): string {
  return name
    .normalize('NFKD')
    .replace(/\p{M}|\./gu, '')
    .toLowerCase()
}
