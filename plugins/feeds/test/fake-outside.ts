import type { Outside, OutsideRequest, OutsideResponse, Service } from 'core/api'
import { OutsideError } from 'core/api'

type Answer = Partial<Omit<OutsideResponse, 'body'>> & { body?: string | Uint8Array }

/** An outside made of a list of answers. What is not listed is 404 on a known host, and no host otherwise. */
export function fakeOutside(
  answers: Record<string, Answer>,
  services: Service[] = [],
): Outside & { asked: { url: string; headers: OutsideRequest['headers'] }[] } {
  const asked: { url: string; headers: OutsideRequest['headers'] }[] = []
  const hosts = new Set(Object.keys(answers).map(url => new URL(url).origin))
  return {
    asked,
    services,
    async fetch(url, options = {}) {
      asked.push({ url, headers: options.headers })
      const answer = answers[url]
      if (!answer && !hosts.has(new URL(url).origin)) throw new OutsideError('not-found-host', 'There is no such host.')
      const { body = '', ...rest } = answer ?? { status: 404 }
      return { url, status: 200, headers: {}, ...rest, body: typeof body === 'string' ? new TextEncoder().encode(body) : body }
    },
    async work<Result>(module: URL, input: unknown) {
      const { default: work } = await import(module.href)
      return structuredClone(work(structuredClone(input))) as Result
    },
  }
}
