import type { PluginCandidate, PluginOption, PluginProposal } from 'core/api'

interface Cast {
  tag: string
  choice: string
}

/** What stands on a ballot, filled in as somebody voted before. */
export function ballotView({ method, options }: PluginProposal, cast: Cast | undefined): Record<string, unknown> {
  const { tag, choice = '' } = cast ?? {}
  const own = tag ? { tag } : {}
  if (method === 'yes-no') return { ...own, isYesNo: true, ...(choice && { [choice]: true }) }
  if (method === 'approval') {
    const approved = choice.split(',')
    return { ...own, isApproval: true, isNone: choice === 'none', approvals: approved }
  }
  const places = placesOf(choice)
  const most = options.length + 1
  const lines = [...options.map(({ id, title }) => ({ id, title })), { id: 'keep', isKeep: true }]
  const ranks = lines.map(line => ({ ...line, places: numbersUpTo(most, places.get(line.id)) }))
  return { ...own, isRanked: true, ranks, hasAbstained: choice === 'abstain' }
}

/** Candidates, ways or answers as the page shows them, with what candidates say. */
export function optionsView(
  { options }: Pick<PluginProposal, 'options'>,
  candidates: readonly PluginCandidate[],
  approvals: readonly string[] = [],
): object[] {
  return options.map(option => {
    const statement = candidates.find(({ member }) => member.id === option.member?.id)?.statement
    return { ...option, name: nameOf(option), isApproved: approvals.includes(option.id), ...(statement && { statement }) }
  })
}

/** An option in words; empty for a candidate who left. */
export function nameOf({ title, member }: PluginOption): string {
  return title ?? member?.name ?? ''
}

/** `2>1=3` as places: 2 is first, 1 and 3 are second. */
function placesOf(choice: string): Map<string, number> {
  return new Map(choice.split('>').flatMap((group, index) => group.split('=').map(id => [id, index + 1] as const)))
}

function numbersUpTo(most: number, chosen: number | undefined): object[] {
  return Array.from({ length: most }, (_, index) => ({ value: index + 1, ...(chosen === index + 1 && { selected: true }) }))
}
