/** What others may do with an entry, as its author chose. The ids are those of SPDX. */
export const licences = {
  'CC-BY-4.0': { name: 'CC BY 4.0', says: 'May be used and changed, with my name', url: 'https://creativecommons.org/licenses/by/4.0/' },
  'CC-BY-SA-4.0': {
    name: 'CC BY-SA 4.0',
    says: 'May be used and changed, with my name and under the same licence',
    url: 'https://creativecommons.org/licenses/by-sa/4.0/',
  },
  'CC-BY-NC-4.0': {
    name: 'CC BY-NC 4.0',
    says: 'May be used and changed, with my name and not to make money',
    url: 'https://creativecommons.org/licenses/by-nc/4.0/',
  },
  'CC-BY-NC-SA-4.0': {
    name: 'CC BY-NC-SA 4.0',
    says: 'May be used and changed, with my name, not to make money, and under the same licence',
    url: 'https://creativecommons.org/licenses/by-nc-sa/4.0/',
  },
  'CC-BY-ND-4.0': {
    name: 'CC BY-ND 4.0',
    says: 'May be passed on unchanged, with my name',
    url: 'https://creativecommons.org/licenses/by-nd/4.0/',
  },
  'CC-BY-NC-ND-4.0': {
    name: 'CC BY-NC-ND 4.0',
    says: 'May be passed on unchanged, with my name and not to make money',
    url: 'https://creativecommons.org/licenses/by-nc-nd/4.0/',
  },
  'CC0-1.0': {
    name: 'CC0 1.0',
    says: 'May be used for anything, without my name',
    url: 'https://creativecommons.org/publicdomain/zero/1.0/',
  },
} as const

export type Licence = keyof typeof licences

/** What forms send for "all rights reserved", which is kept as null. */
export const reserved = 'reserved'

/** How a licence is shown: its short name and the text of the licence. */
export interface LicenceView {
  id: Licence
  name: string
  url: string
}

/** A licence as pages, feeds and exports show it; nothing for all rights reserved. */
export function licenceView(id: string | null): LicenceView | undefined {
  if (!id || !Object.hasOwn(licences, id)) return undefined
  const { name, url } = licences[id as Licence]
  return { id: id as Licence, name, url }
}
