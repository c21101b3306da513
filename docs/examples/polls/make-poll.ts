import type { PluginCall, Refusal } from 'core/api'

export interface Poll {
  question: string
  answers: string[]
}

/** What is kept of a poll in its entry: tidy, and with answers that people can tell apart. */
export function makePoll({ input }: PluginCall): Record<string, unknown> | Refusal {
  const { question, answers } = input as unknown as Poll
  const tidy = answers.map(answer => answer.trim()).filter(Boolean)
  const different = new Set(tidy.map(answer => answer.toLowerCase()))
  if (different.size < Math.max(2, tidy.length)) return { problems: { answers: 'A poll needs answers that differ, at least two.' } }
  return { question: question.trim(), answers: tidy }
}
