import { type ChildProcess, fork } from 'node:child_process'

/** A process of the benchmark that answers one message to each question. */
export class Child {
  readonly url: string
  readonly #process: ChildProcess

  private constructor(process: ChildProcess, url: string) {
    this.#process = process
    this.url = url
  }

  /** Starts a module of this folder and waits until it listens. */
  static async start(module: string, env: Record<string, string> = {}, flags: string[] = []): Promise<Child> {
    const child = fork(new URL(module, import.meta.url), {
      env: { ...process.env, ...env },
      execArgv: flags,
      stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    })
    // It would go on for ever when the benchmark ends with an error.
    process.once('exit', () => child.kill('SIGKILL'))
    const { ready } = await next<{ ready: string }>(child)
    return new Child(child, ready)
  }

  async ask<Answer>(question: unknown): Promise<Answer> {
    const answer = next<Answer>(this.#process)
    this.#process.send(question as object)
    return answer
  }

  async stop(): Promise<void> {
    const gone = new Promise(resolve => this.#process.once('exit', resolve))
    this.#process.kill('SIGTERM')
    await gone
  }
}

function next<Message>(child: ChildProcess): Promise<Message> {
  return new Promise((resolve, reject) => {
    const ended = (code: number | null): void => reject(new Error(`A process of the benchmark ended with code ${code}.`))
    child.once('exit', ended)
    child.once('message', message => {
      child.off('exit', ended)
      resolve(message as Message)
    })
  })
}
