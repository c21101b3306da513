import { text } from 'node:stream/consumers'

export interface PasswordOptions {
  password?: string
  passwordStdin?: boolean
}

/** The password of a command: `--password`, or one line from standard input, which no list of processes shows. */
export async function readPassword({ password, passwordStdin }: PasswordOptions): Promise<string | undefined> {
  if (!passwordStdin) return password
  return (await text(process.stdin)).replace(/\r?\n$/, '')
}
