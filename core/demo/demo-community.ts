/** What the members decide together, as the content tells it. Ages are as people write them: `3d 4h`. */
export interface DemoCommunity {
  moderators: { who: string; age: string }[]
  announcements: { by: string; age: string; days: number; text: string }[]
  proposals: DemoProposal[]
  incidents: DemoIncident[]
  wishes: DemoWish[]
}

export interface DemoProposal {
  author: string
  title: string
  action: string
  input?: Record<string, unknown>
  /** Ways of which the members choose one. */
  options?: { title: string; input: Record<string, unknown> }[]
  /** More of a policy: the text that holds, and this below it. */
  adds?: { kind: string; text: string }
  age: string
  sponsors: string[]
  comments: { by: string; age: string; body: string }[]
  /** How many vote how, where it is yes or no. */
  votes?: { yes: number; no: number; abstain: number }
  /** How many put the options in which order. */
  ranks?: { ways: number[]; of: number }[]
  approves?: { answers: number[]; of: number }[]
  candidates?: { who: string; age: string; statement: string }[]
}

/** Something that was said, who objected, and what was decided about it. */
export interface DemoIncident {
  author: string
  age: string
  body: string
  reports: { by?: string; name?: string; email?: string; age: string; rule: number; reason: string }[]
  decisions?: DemoDecision[]
}

export interface DemoDecision {
  by: string
  age: string
  steps: string[]
  days?: number
  label?: string
  rule: number
  reason: string
  /** Without `settled` it waits for an answer. */
  appeal?: { age: string; text: string; by?: string; settled?: string; outcome?: string; answer?: string }
}

export interface DemoWish {
  by: string
  age: string
  title: string
  body: string
  wanted: string[]
  replies: { by: string; age: string; body: string }[]
}
