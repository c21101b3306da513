/** What was done, in words for `t`: as the public log says it, and as the member reads it. */
interface StepWords {
  log: string
  statement: string
}

const words: Readonly<Record<string, StepWords>> = {
  remove: { log: 'Removed', statement: 'It was removed from the site.' },
  hide: { log: 'Hidden', statement: 'It is hidden from others.' },
  'ask-edit': { log: 'Asked to edit', statement: 'It is hidden until you edit it.' },
  lock: { log: 'Comments closed', statement: 'Its comments are closed.' },
  blur: { log: 'Content warning added', statement: 'It stands behind a warning.' },
  cover: { log: 'Picture covered', statement: 'A picture of it is covered.' },
  'take-out': { log: 'Picture taken out', statement: 'A picture was taken out of it.' },
  refuse: { log: 'Not published', statement: 'It is not published.' },
  'refuse-member': { log: 'Sign-up refused', statement: 'The sign-up was refused.' },
  warn: { log: 'Warned', statement: 'You were warned.' },
  silence: { log: 'Silenced', statement: 'You cannot write for a while.' },
  suspend: { log: 'Suspended', statement: 'You cannot sign in for a while.' },
  'remove-member': { log: 'Account removed', statement: 'Your account was removed.' },
  'ban-address': { log: 'Addresses banned', statement: 'Nobody can sign up from where you signed in.' },
  'ban-email': { log: 'E-mail domain banned', statement: 'Nobody can sign up with an address like yours.' },
  'ban-link': { log: 'Links banned', statement: 'Links to where it leads are not published here.' },
  'remove-from-group': { log: 'Taken out of the group', statement: 'It was taken out of the group.' },
  'ban-from-group': { log: 'Banned from the group', statement: 'You cannot take part in the group.' },
}

/** Kinds of steps, for filters. */
export const stepKinds = Object.keys(words)

/** The kind of a step without what it is about: `cover` of `cover:0199…`. */
export function kindOf(step: string): string {
  return step.split(':', 1)[0]!
}

/** Of a kind of step. */
export function wordsOf(step: string): StepWords {
  return words[step] ?? { log: step, statement: step }
}
