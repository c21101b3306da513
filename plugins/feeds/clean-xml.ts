/**
 * Takes out what no feed needs and what parsers stumble over: anything before the first tag, the document type (and with it every
 * entity that it defines, which then stays unexpanded) and characters that XML forbids.
 */
export function cleanXml(text: string): string {
  const start = text.indexOf('<')
  return withoutDoctype(text.slice(Math.max(start, 0)).replace(forbidden, ''))
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: these are what is to be removed.
const forbidden = /[\0-\x08\x0b\x0c\x0e-\x1f\x7f\ufeff\ufffe\uffff]/g

function withoutDoctype(text: string): string {
  const start = text.search(/<!doctype/i)
  if (start < 0) return text
  // Inside CDATA or a comment it is content: a document type stands before the root element.
  if (/<[a-z]/i.test(text.slice(0, start))) return text
  const end = doctypeEnd(text, start)
  return text.slice(0, start) + text.slice(end)
}

function doctypeEnd(text: string, start: number): number {
  const bracket = text.indexOf('[', start)
  const close = text.indexOf('>', start)
  if (close < 0) return text.length
  if (bracket < 0 || bracket > close) return close + 1
  const inner = /\]\s*>/g
  inner.lastIndex = bracket
  return inner.exec(text) ? inner.lastIndex : close + 1
}
