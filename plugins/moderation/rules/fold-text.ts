/** Text as words are compared: without case, accents and signs that cannot be seen, so that "Cásino" is "casino". */
export function foldText(text: string): string {
  return text
    .normalize('NFKD')
    .replaceAll(/[\p{M}\p{Cf}]/gu, '')
    .toLowerCase()
}

/** Scripts that put no space between words. */
const unspaced = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}]/u

/** Those of the words that stand in a text, as words: `spam` is not in "spammer", `spam*` is. Costs as much as the text is long. */
export function findWords(text: string, words: readonly string[]): string[] {
  if (words.length === 0) return []
  const spaced = ` ${spacedOut(text)} `
  return words.filter(word => {
    const isStart = word.trim().endsWith('*')
    const folded = spacedOut(word)
    if (folded === '') return false
    return spaced.includes(unspaced.test(folded) ? folded : isStart ? ` ${folded}` : ` ${folded} `)
  })
}

function spacedOut(text: string): string {
  return foldText(text)
    .replaceAll(/[^\p{L}\p{N}]+/gu, ' ')
    .trim()
}
