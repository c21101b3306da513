import type { Client, Dispatcher } from 'undici'
import { OutsideError, type OutsideFetch, type OutsideRequest, type OutsideResponse } from '../sources/source-type.ts'
import { type AllowPrivate, allowPrivateHosts, readAddress } from './guarded-address.ts'
import { readGuardedBody, tooLarge } from './guarded-body.ts'
import { type Lookup, lookupGuarded, pinnedLookup } from './guarded-lookup.ts'
import { outsideProblem } from './guarded-problem.ts'

export interface GuardedFetchOptions {
  /** Hosts that may be reached although their address is private, with or without a port. */
  allowPrivate?: readonly string[]
  /** Who is asking; sites want an address here where they can learn more. */
  userAgent?: string
  /** Milliseconds to connect to one address. */
  connectTimeout?: number
  /** Milliseconds for a whole exchange, unless the request says otherwise. */
  timeout?: number
  /** Bytes after decompression, unless the request says otherwise. */
  maxBytes?: number
  maxRedirects?: number
  maxHeaderBytes?: number
  /** Name resolution; tests hand in their own. */
  lookup?: Lookup
}

type Guard = Required<Omit<GuardedFetchOptions, 'allowPrivate' | 'lookup'>> & { mayBePrivate: AllowPrivate; lookup?: Lookup }

/** One request to one address, as part of an exchange that may have several. */
interface Hop {
  url: URL
  method: NonNullable<OutsideRequest['method']>
  body?: string
  headers: Record<string, string>
  maxBytes: number
  signal: AbortSignal
}

type HopAnswer = { redirect: URL; permanent: boolean } | { response: OutsideResponse }

const redirects = new Set([301, 302, 303, 307, 308])
const permanentRedirects = new Set([301, 308])
// What belongs to the connection is ours to say; what belongs to the visitor does not travel to another site.
const ownHeaders = new Set(['host', 'connection', 'content-length', 'transfer-encoding', 'accept-encoding', 'upgrade', 'expect', 'te'])
const privateHeaders = new Set(['authorization', 'cookie', 'proxy-authorization'])

/** The one client for everything outside. Every failure is an OutsideError. */
export function makeGuardedFetch(options: GuardedFetchOptions): OutsideFetch {
  const guard: Guard = {
    userAgent: options.userAgent ?? 'Tributary',
    connectTimeout: options.connectTimeout ?? 10_000,
    timeout: options.timeout ?? 20_000,
    maxBytes: options.maxBytes ?? 10_485_760,
    maxRedirects: options.maxRedirects ?? 10,
    maxHeaderBytes: options.maxHeaderBytes ?? 32_768,
    mayBePrivate: allowPrivateHosts(options.allowPrivate ?? []),
    lookup: options.lookup,
  }
  return (address, request = {}) => exchange(guard, address, request)
}

async function exchange(guard: Guard, address: string, request: OutsideRequest): Promise<OutsideResponse> {
  let url = readAddress(address)
  const timeout = request.timeout ?? guard.timeout
  const clock = new AbortController()
  const timer = setTimeout(() => clock.abort(tooSlow(url.host, timeout)), timeout)
  const maxBytes = request.maxBytes ?? guard.maxBytes
  const { method = 'GET', body } = request
  if (method === 'GET' && body !== undefined) throw new OutsideError('bad-address', 'A request with a body should be a POST.')
  let headers = requestHeaders(guard, request.headers ?? {})
  let movedTo: string | undefined
  let onlyPermanent = true
  try {
    for (let followed = 0; followed <= guard.maxRedirects; followed++) {
      const answer = await ask(guard, { url, method, headers, maxBytes, signal: clock.signal, ...(body !== undefined && { body }) })
      if ('response' in answer) return { ...answer.response, ...(movedTo && { movedTo }) }
      if (request.mayFollow && !request.mayFollow(answer.redirect.href))
        throw new OutsideError('refused-redirect', `${url.host} sends visitors on to ${answer.redirect.host}, which may not be asked.`)
      if (answer.redirect.origin !== url.origin) headers = withoutHeaders(headers, privateHeaders)
      url = answer.redirect
      onlyPermanent &&= answer.permanent
      if (onlyPermanent) movedTo = url.href
    }
  } finally {
    clearTimeout(timer)
  }
  throw new OutsideError('too-many-redirects', `${url.host} sends visitors from one address to the next without end.`)
}

// A client of its own for each hop, with the addresses that were checked for it: nothing is shared and nothing stays open.
async function ask(guard: Guard, hop: Hop): Promise<HopAnswer> {
  const { url, signal } = hop
  let client: Client | undefined
  let answering = false
  try {
    const addresses = await untilAborted(signal, lookupGuarded(url, guard.mayBePrivate, guard.lookup))
    // Loaded with the first request: half of what listens never asks anybody.
    const { Client } = await import('undici')
    client = new Client(url.origin, {
      connect: {
        lookup: pinnedLookup(addresses),
        autoSelectFamily: true,
        autoSelectFamilyAttemptTimeout: 1_000,
        timeout: guard.connectTimeout,
      },
      maxHeaderSize: guard.maxHeaderBytes,
      // The clock of the exchange is the only one.
      headersTimeout: 0,
      bodyTimeout: 0,
      allowH2: false,
    })
    const { method, body, headers } = hop
    const answer = await client.request({ method, path: url.pathname + url.search, headers, signal, ...(body !== undefined && { body }) })
    answering = true
    const redirect = method === 'GET' ? redirectOf(answer, url) : undefined
    if (redirect) return { redirect, permanent: permanentRedirects.has(answer.statusCode) }
    return { response: await readResponse(answer, hop) }
  } catch (problem) {
    throw signal.aborted ? signal.reason : outsideProblem(problem, url.host, answering)
  } finally {
    // The destroyed body reports an error that nobody waits for any more.
    client?.destroy().catch(() => {})
  }
}

async function readResponse(answer: Dispatcher.ResponseData, hop: Hop): Promise<OutsideResponse> {
  const { url, maxBytes } = hop
  const headers = responseHeaders(answer.headers)
  if (Number(headers['content-length']) > maxBytes) throw tooLarge(url.host, maxBytes)
  const body = await readGuardedBody(answer.body, headers['content-encoding'] ?? '', maxBytes, url.host)
  return { url: url.href, status: answer.statusCode, headers, body }
}

function redirectOf(answer: Dispatcher.ResponseData, from: URL): URL | undefined {
  const location = [answer.headers.location].flat()[0]
  if (!location || !redirects.has(answer.statusCode)) return undefined
  // Header bytes arrive as Latin-1, but whoever writes other letters into an address means UTF-8.
  return readAddress(Buffer.from(location, 'latin1').toString('utf8'), from)
}

function requestHeaders(guard: Guard, given: Record<string, string>): Record<string, string> {
  const lower = Object.fromEntries(Object.entries(given).map(([name, value]) => [name.toLowerCase(), value]))
  // A value that cannot be sent, an etag with a line break say, is left out: asking without it is better than not asking.
  const sendable = Object.entries(withoutHeaders(lower, ownHeaders)).filter(
    ([name, value]) => /^[\w!#$%&'*+.^`|~-]+$/.test(name) && /^[\t\x20-\x7e\x80-\xff]*$/.test(value),
  )
  return {
    'user-agent': guard.userAgent,
    accept: '*/*',
    'accept-encoding': 'gzip, deflate, br, zstd',
    ...Object.fromEntries(sendable),
  }
}

function withoutHeaders(headers: Record<string, string>, names: Set<string>): Record<string, string> {
  return Object.fromEntries(Object.entries(headers).filter(([name]) => !names.has(name)))
}

function responseHeaders(headers: Dispatcher.ResponseData['headers']): Record<string, string> {
  const entries = Object.entries(headers).map(([name, value]) => [
    name.toLowerCase(),
    Array.isArray(value) ? value.join(', ') : (value ?? ''),
  ])
  return Object.fromEntries(entries)
}

// Resolving a name cannot be called off, so it is left behind.
async function untilAborted<Result>(signal: AbortSignal, work: Promise<Result>): Promise<Result> {
  let stop = () => {}
  const aborted = new Promise<never>((_resolve, reject) => {
    stop = () => reject(signal.reason)
    signal.addEventListener('abort', stop)
    if (signal.aborted) stop()
  })
  try {
    return await Promise.race([work, aborted])
  } finally {
    signal.removeEventListener('abort', stop)
  }
}

function tooSlow(host: string, timeout: number): OutsideError {
  const seconds = Math.round(timeout / 100) / 10
  return new OutsideError('too-slow', `${host} took longer than ${seconds} ${seconds === 1 ? 'second' : 'seconds'} to answer.`)
}
