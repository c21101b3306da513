import type { Dialect } from '../db/select.ts'

/** The host of `sources.url` in SQL. The same text as in the index, so that the index serves it. */
export function hostOfSource(dialect: Dialect, url = 'url'): string {
  if (dialect === 'postgres') return `lower(substring(${url} from '^[a-zA-Z]+://([^/:]+)'))`
  const rest = `substr(${url}, instr(${url}, '://') + 3)`
  return `lower(substr(${rest}, 1, instr(replace(${rest}, ':', '/') || '/', '/') - 1))`
}
