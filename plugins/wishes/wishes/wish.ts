import { Refused, type World } from '../wishes.ts'

export type WishState = 'open' | 'taken-up' | 'done' | 'declined'

/** Something that members miss. */
export interface Wish {
  id: string
  title: string
  body: string
  /** Null when the member is gone. */
  memberId: string | null
  state: WishState
  /** What those who maintain the software say to it. */
  answer: string | null
  answeredBy: string | null
  answeredAt: string | null
  supports: number
  hiddenAt: string | null
  hiddenBecause: string | null
  createdAt: string
}

const columns = [
  ...['id', 'title', 'body', 'memberId', 'state', 'answer', 'answeredBy', 'answeredAt'],
  ...['supports', 'hiddenAt', 'hiddenBecause', 'createdAt'],
]

/** The wish with this id. Refuses when there is none. */
export async function findWish({ tables }: Pick<World, 'tables'>, id: unknown): Promise<Wish> {
  const wish = await tables<Wish>('wishes_wishes')
    .where({ id: String(id) })
    .first(columns)
  if (!wish) throw new Refused('There is no such wish.')
  return wish as unknown as Wish
}

export interface WishQuery {
  state?: WishState
  /** Words that all have to be in it. */
  words?: string
  limit: number
  offset?: number
}

/** Wishes that are not hidden, those that most members want first. */
export async function listWishes({ tables }: World, { state, words = '', limit, offset = 0 }: WishQuery): Promise<Wish[]> {
  const query = tables('wishes_wishes')
    .whereNull('hiddenAt')
    .orderBy([
      { column: 'supports', order: 'desc' },
      { column: 'id', order: 'desc' },
    ])
  if (state) query.where({ state })
  for (const word of wordsOf(words)) query.whereRaw(`words like ? escape '\\'`, [`%${escaped(word)}%`])
  return (await query.limit(limit).offset(offset).select(columns)) as unknown as Wish[]
}

const mostSimilar = 5

/** Wishes with words of a title in theirs, those that share the most first: perhaps somebody wished for it before. */
export async function similarWishes({ tables }: World, title: string): Promise<Wish[]> {
  const words = wordsOf(title).filter(word => word.length > 3)
  if (words.length === 0) return []
  const rows = (await tables('wishes_wishes')
    .whereNull('hiddenAt')
    .where(query => {
      for (const word of words) query.orWhereRaw(`words like ? escape '\\'`, [`%${escaped(stem(word))}%`])
    })
    .orderBy('supports', 'desc')
    .limit(60)
    .select([...columns, 'words'])) as unknown as (Wish & { words: string })[]
  const shared = (row: { words: string }): number => words.filter(word => row.words.includes(stem(word))).length
  return rows
    .filter(row => shared(row) >= Math.min(2, words.length))
    .sort((a, b) => shared(b) - shared(a))
    .slice(0, mostSimilar)
    .map(({ words: _, ...wish }) => wish)
}

/** Words as they are looked for. */
export function wordsOf(text: string): string[] {
  return [...new Set(text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [])].slice(0, 12)
}

/** Without an ending: `groups` finds `group`. */
function stem(word: string): string {
  return word.length > 5 ? word.slice(0, -2) : word
}

function escaped(word: string): string {
  return word.replaceAll(/[\\%_]/g, '\\$&')
}
