import type { ObjectSchema } from './contributes.ts'

/**
 * What pages of plugins in the admin panel are made of: the plugin says what is there, the panel draws it. Text is text, never HTML.
 */
export type Block =
  | { type: 'heading'; text: string }
  | { type: 'text'; text: string }
  | { type: 'notice'; text: string; state: 'good' | 'warning' | 'bad' }
  | { type: 'numbers'; numbers: { label: string; value: number | string }[] }
  /** Cells are texts, numbers, times as ISO text in `{ time }`, or links within the site. */
  | { type: 'table'; columns: string[]; rows: Cell[][]; empty?: string }
  /** Bars from left to right. */
  | { type: 'chart'; title: string; points: { label: string; value: number }[] }
  /** A template of the plugin, for pages that no other block can draw. */
  | { type: 'view'; template: string; view: Record<string, unknown> }
  | { type: 'links'; links: { text: string; url: string }[] }
  /** A form: fields are drawn from the schema, and `submit` of the page is called with its id. */
  | { type: 'form'; id: string; schema: ObjectSchema; values?: Record<string, unknown>; button: string; danger?: boolean }

export type Cell = string | number | { time: string } | { text: string; url: string }
