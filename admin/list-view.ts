/** What stands above a list: a search and chips. Everything that was chosen stands in the address. */
export interface Filters {
  page: string
  search?: { name: string; label: string; value: string }
  /** Fields that searching keeps. */
  kept: { name: string; value: string }[]
  groups: { label: string; chips: Chip[] }[]
  /** Where everything is shown again; absent when nothing was chosen. */
  clear?: string
}

interface Chip {
  label: string
  url: string
  here: boolean
}

export type Query = Readonly<Record<string, string>>

/** Names of values as people read them; the empty one is "all". */
export interface FilterGroup {
  name: string
  label: string
  options: Readonly<Record<string, string>>
}

interface FilterPlan {
  page: string
  search?: { name: string; label: string }
  groups: readonly FilterGroup[]
}

/** Makes search and chips from what the address says. */
export function makeFilters(query: Query, { page, search, groups }: FilterPlan): Filters {
  const names = groups.map(group => group.name)
  const chosen = keep(query, [...names, ...(search ? [search.name] : [])])
  return {
    page,
    ...(search && { search: { ...search, value: query[search.name] ?? '' } }),
    kept: Object.entries(keep(query, names)).map(([name, value]) => ({ name, value })),
    groups: groups.map(({ name, label, options }) => ({
      label,
      chips: Object.entries(options).map(([value, text]) => ({
        label: text,
        url: addressOf(page, { ...chosen, [name]: value }),
        here: chosenOf(query, { name, options }) === value,
      })),
    })),
    ...(Object.keys(chosen).length > 0 && { clear: page }),
  }
}

/** The value that was chosen of a group; the first one when there is none, or one that does not exist. */
export function chosenOf(query: Query, { name, options }: Pick<FilterGroup, 'name' | 'options'>): string {
  const value = query[name] ?? ''
  return Object.hasOwn(options, value) ? value : (Object.keys(options)[0] ?? '')
}

/** The rows of this page, and the address of the next when one more was read than fits. */
export function pageOf<Row>(
  rows: readonly Row[],
  { perPage, page, query, cursor }: { perPage: number; page: string; query: Query; cursor(row: Row): string },
): { rows: Row[]; next?: string; back: string; all: string; ticked: boolean } {
  const shown = rows.slice(0, perPage)
  const last = shown.at(-1)
  const { all, ...rest } = query
  const here = addressOf(page, rest)
  return {
    rows: shown,
    ...(last !== undefined && rows.length > perPage && { next: addressOf(page, { ...rest, after: cursor(last) }) }),
    back: here,
    // Without scripts, too, all boxes can be ticked at once.
    all: addressOf(page, { ...rest, all: '1' }),
    ticked: all === '1',
  }
}

/** Address of a page with these filters; empty ones are left out. */
export function addressOf(page: string, query: Query): string {
  const given = new URLSearchParams(Object.entries(query).filter(([, value]) => value !== ''))
  return given.size > 0 ? `${page}?${given}` : page
}

function keep(query: Query, names: readonly string[]): Record<string, string> {
  return Object.fromEntries(Object.entries(query).filter(([name, value]) => names.includes(name) && value !== ''))
}

/** Where looking for words goes on, when it stopped before everything was looked through. */
export function searchedOn(page: string, query: Query, searchedTo: string | undefined): string | undefined {
  return searchedTo === undefined ? undefined : addressOf(page, { ...query, after: searchedTo })
}

/** "10,000+" for counts that stop there. */
export function upTo(count: number, most: number): string {
  return count > most ? `${most.toLocaleString('en')}+` : count.toLocaleString('en')
}
