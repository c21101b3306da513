import { createHash } from 'node:crypto'

/** The name of an entry within its source: what the feed calls it, else its address, else a print of what it says. */
export function makeGuid(id: string | undefined, url: string | undefined, ...content: (string | undefined)[]): string {
  const name = id?.trim() || url
  if (name && name.length <= LONGEST) return name
  return `sha256:${digest(name ? [name] : content)}`
}

// Longer ones are mistakes (whole texts as an id) and would not fit into an index.
const LONGEST = 1_000

function digest(parts: (string | undefined)[]): string {
  return createHash('sha256').update(JSON.stringify(parts)).digest('hex')
}
