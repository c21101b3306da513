/** What `settings-notifications` shows. */
export interface MailSettingsView {
  kinds: { name: string; label: string; mailed: boolean }[]
  /** Where the mails go; absent when the member has given no address. */
  email?: string
  /** Why no mail is sent at all; absent when it is. */
  mailProblem?: string
}

/** What `mail-off` shows: asks before mails are switched off, and says that they were. */
export interface MailOffView {
  /** Names of what is switched off, for `t`. */
  kinds: string[]
  /** True when it was done. */
  done: boolean
}
