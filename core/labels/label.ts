import { Type } from '../http/type.ts'

/** What readers can be warned of. */
export type LabelName = 'sensitive' | 'violence' | 'spoiler' | 'other'

/** In the order in which they are offered. */
export const labelNames = ['sensitive', 'violence', 'spoiler', 'other'] as const satisfies readonly LabelName[]

/** As readers read it. */
export const labelTitles: Record<LabelName, string> = {
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
  /** The reader wants it shown openly, below the warning. */
  open?: true
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

/** The warning of an entry or comment as pages show it to a reader, by what they chose for each label. */
export function warningOf(
  { label, labelNote }: { label: string | null; labelNote: string | null },
  choices: Readonly<Record<LabelName, string>>,
): { warning?: WarningView } {
  const known = knownLabel(label)
  if (!known) return {}
  return {
    warning: {
      title: labelTitles[known],
      ...(labelNote && { note: labelNote }),
      ...(choices[known] === 'show' && { open: true as const }),
    },
  }
}

/** A label that a later program wrote is some warning all the same. */
function knownLabel(label: string | null): LabelName | undefined {
  if (!label) return undefined
  return Object.hasOwn(labelTitles, label) ? (label as LabelName) : 'other'
}

/** The same for readers elsewhere: which label, and the words beside it. */
export function labelOut({
  label,
  labelNote,
}: {
  label: string | null
  labelNote: string | null
}): { label: LabelName; title: string; note?: string } | undefined {
  const known = knownLabel(label)
  return known && { label: known, title: labelTitles[known], ...(labelNote && { note: labelNote }) }
}
