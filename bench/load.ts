import autocannon, { type Request } from 'autocannon'

/** One request of a load; the requests of a list are sent in turn, each connection beginning somewhere else. */
export interface LoadRequest {
  method?: 'GET' | 'POST'
  path: string
  headers?: Record<string, string>
  /** Made anew for every request: who says the same again says nothing. */
  body?: () => string
}

export interface LoadResult {
  perSecond: number
  median: number
  p99: number
  failed: number
}

/** Sends requests for some seconds over kept connections, without compression. Times are in milliseconds. */
export async function load(url: string, requests: LoadRequest[], connections: number, seconds: number): Promise<LoadResult> {
  let next = 0
  const prepared = requests.map(({ body, ...request }) => (body ? { ...request, setupRequest: freshBody(body) } : request))
  const result = await autocannon({
    url,
    connections,
    duration: seconds,
    // Tells the connections apart, so that 32 of them do not ask for the same viewer's page at once.
    setupClient: client => {
      const start = Math.floor((next++ * requests.length) / connections)
      client.setRequests([...prepared.slice(start), ...prepared.slice(0, start)])
    },
    requests: [prepared[0]!],
  })
  return {
    perSecond: result.requests.average,
    median: result.latency.p50,
    p99: result.latency.p99,
    failed: result['4xx'] + result['5xx'] + result.errors,
  }
}

function freshBody(body: () => string) {
  return (request: Request): Request => ({ ...request, body: body() })
}

/** Exact times of single requests, one after the other: autocannon's have whole milliseconds. */
export async function time(url: string, requests: LoadRequest[], seconds: number): Promise<LoadResult> {
  const times: number[] = []
  let failed = 0
  const end = performance.now() + seconds * 1000
  for (let index = 0; performance.now() < end; index++) {
    const { path, method = 'GET', headers, body } = requests[index % requests.length]!
    const start = performance.now()
    const answer = await fetch(url + path, {
      method,
      redirect: 'manual',
      headers: { 'accept-encoding': 'identity', ...headers },
      ...(body && { body: body() }),
    })
    await answer.arrayBuffer()
    times.push(performance.now() - start)
    if (answer.status >= 400) failed++
  }
  times.sort((a, b) => a - b)
  const at = (share: number): number => times[Math.min(times.length - 1, Math.floor(times.length * share))] ?? 0
  return { perSecond: times.length / seconds, median: at(0.5), p99: at(0.99), failed }
}
