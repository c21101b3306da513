/** What the site refused, by field; throws on what is no refusal. */
export function problemsOf(error: unknown): Record<string, string> {
  const { problems, message, status } = error as { problems?: Record<string, string>; message?: string; status?: number }
  if (problems && Object.keys(problems).length > 0) return problems
  if (typeof status === 'number' && status < 500) return { form: String(message) }
  throw error
}

/** A refusal about one field of a form. */
export function refusal(field: string, problem: string): Error {
  return Object.assign(new Error(problem), { problems: { [field]: problem } })
}
