/** A name as it is shown: on one line, without characters that cannot be seen or that turn the direction of the text around. */
export function tidyName(text: string): string {
  return text
    .normalize('NFC')
    .replaceAll(/[\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{Zl}\p{Zp}]/gu, character => (character === '\u200d' ? character : ' '))
    .replaceAll(/\s+/g, ' ')
    .trim()
}
