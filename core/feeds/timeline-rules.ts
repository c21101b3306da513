/** Rows of the timeline per reader that are kept: ten pages. Older pages are merged from the feeds when somebody asks for them. */
export const keptRows = 300

/** A reader who was away for so long has no timeline; it is made again at the next visit. */
export const readerDays = 30

/** When a timeline is made: how long before its end friends may have acted on an entry that others spoke about since. */
export const lookBackDays = 30
