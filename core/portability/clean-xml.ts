// Everything that XML 1.0 has no room for, in any spelling: one such character makes the whole document unreadable.
// biome-ignore lint/suspicious/noControlCharactersInRegex: these are the ones.
const forbidden = /[\0-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]/g

/** Leaves out the characters that must not stand in an XML document. */
export function cleanXml(xml: string): string {
  return xml.toWellFormed().replace(forbidden, '')
}
