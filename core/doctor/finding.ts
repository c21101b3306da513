/** What the doctor found in one place. */
export interface Finding {
  check: string
  state: 'ok' | 'warning' | 'problem'
  found: string
  /** What to do; there unless all is well. */
  fix?: string
  /** Mends it without risk. Done by `doctor --fix`. */
  mend?: () => Promise<void>
}

export function well(check: string, found: string): Finding {
  return { check, state: 'ok', found }
}
