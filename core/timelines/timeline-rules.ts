/** Rows of the timeline per reader that are kept: ten pages. Older pages are merged from the feeds when somebody asks for them. */
export const keptRows = 300

/** A reader who was away for so long has no timeline; it is made again at the next visit. */
export const readerDays = 30

/** When a timeline is made: how long before its end friends may have acted on an entry that others spoke about since. */
export const lookBackDays = 30

const day = 86_400_000
const longAgo = 10 * 365 * day

/**
 * From when on rows are looked for that stand before a time: a day back at first, and further each time that too few were found, so
 * that of each feed only what lies in between is read. In the end from the beginning (an empty text).
 */
export function lookBack(from: string, looks: number): string {
  const span = day * 4 ** looks
  return span > longAgo ? '' : new Date(Date.parse(from) - span).toISOString()
}
