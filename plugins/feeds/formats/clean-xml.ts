/**
 * Takes out what no feed needs and what parsers stumble over: everything before the root element, the document type among it (so that
 * no entity is ever defined and none expands), and characters that XML forbids.
 */
export function cleanXml(text: string): string {
  const sound = text.replace(forbidden, '')
  let position = Math.max(sound.indexOf('<'), 0)
  for (let parts = 0; parts < MOST; parts++) {
    const end = prologEnd(sound, position)
    if (end === undefined) break
    position = end
  }
  return sound.slice(position).trimStart()
}

// More declarations and comments than this before the root are there to keep us busy.
const MOST = 200

// biome-ignore lint/suspicious/noControlCharactersInRegex: these are what is to be removed.
const forbidden = /[\0-\x08\x0b\x0c\x0e-\x1f\x7f\ufeff\ufffe\uffff]/g

const space = /\s*/y

/** Where a declaration, comment or document type at a position ends; undefined when something else is there. */
function prologEnd(text: string, position: number): number | undefined {
  space.lastIndex = position
  const start = position + (space.exec(text)?.[0].length ?? 0)
  if (text.startsWith('<!--', start)) return after(text, '-->', start + 4)
  if (text.startsWith('<?', start)) return after(text, '>', start)
  if (/^<!doctype/i.test(text.slice(start, start + 9))) return doctypeEnd(text, start)
  return undefined
}

function after(text: string, end: string, from: number): number {
  const index = text.indexOf(end, from)
  return index < 0 ? text.length : index + end.length
}

function doctypeEnd(text: string, start: number): number {
  const bracket = text.indexOf('[', start)
  const close = text.indexOf('>', start)
  if (bracket < 0 || close < bracket) return after(text, '>', start)
  const inner = /\]\s*>/g
  inner.lastIndex = bracket
  return inner.exec(text) ? inner.lastIndex : after(text, '>', start)
}
