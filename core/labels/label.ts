import { Type } from '../http/type.ts'

/** What readers can be warned of. */
export type LabelName = 'sensitive' | 'violence' | 'spoiler' | 'other'

/** As readers read it. */
const labelTitles: Record<LabelName, string> = {
  sensitive: 'Sensitive content',
  violence: 'Violence',
  spoiler: 'Spoiler',
  other: 'Content warning',
}

const labels = [Type.Literal('sensitive'), Type.Literal('violence'), Type.Literal('spoiler'), Type.Literal('other')] as const

export const labelSchema = Type.Union([...labels])

/** Fields of a form with which a warning is written: words alone are a warning, too. When neither is there, it stays as it is. */
export const labelFields = {
  label: Type.Optional(Type.Union([...labels, Type.Literal('none')])),
  warning: Type.Optional(Type.String({ maxLength: 200 })),
}

/** What stands before a text that is folded. */
export interface WarningView {
  /** For `t`. */
  title: string
  note?: string
}

/** The columns of a warning as its author wrote it; nothing for none. */
export function labelColumns({ label, warning }: { label?: string | undefined; warning?: string | undefined }): {
  label: string | null
  labelNote: string | null
} {
  const note = warning?.replaceAll(/\s+/g, ' ').trim() || null
  const named = label === 'none' ? undefined : label
  return { label: named ?? (note ? 'other' : null), labelNote: note }
}

/** The warning of an entry that its author edits. What staff put there stays. */
export function keptLabel(
  { label, labelNote, labelledBy }: { label: string | null; labelNote: string | null; labelledBy: string | null },
  input: { label?: string | undefined; warning?: string | undefined },
): { label: string | null; labelNote: string | null } {
  const isAsked = input.label !== undefined || input.warning !== undefined
  return labelledBy || !isAsked ? { label, labelNote } : labelColumns(input)
}

/** The warning of an entry or comment as pages show it. */
export function warningOf({ label, labelNote }: { label: string | null; labelNote: string | null }): { warning?: WarningView } {
  if (!label) return {}
  const title = labelTitles[label as LabelName] ?? labelTitles.other
  return { warning: { title, ...(labelNote && { note: labelNote }) } }
}
