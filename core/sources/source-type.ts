/** What a plugin provides to bring entries in from outside. The plugin returns plain data; the core stores it. */
export interface SourceType {
  /** Unique name, kept on every source row: `feed`. */
  type: string
  /** What a member calls it: `Blog or feed`. */
  label: string
  /**
   * Turns what a member pasted (a feed, a home page, a profile, a bare host name) into places that can be read, best first.
   * An empty array says that this type knows nothing of the address. An address that cannot be reached throws OutsideError.
   */
  discover(address: string, outside: Outside): Promise<FoundSource[]>
  /** Reads one source. That it is down or unchanged is an outcome, not an error; OutsideError may be passed on. */
  fetch(request: FetchRequest, outside: Outside): Promise<FetchResult>
  /** Reads a document already in hand (a saved file). Throws ProblemReading when it is no feed. */
  read(document: SourceDocument, outside: Outside): Promise<FetchedFeed>
}

/** The only ways out of the house that a source type is handed. */
export interface Outside {
  /** The guarded client: no private addresses, limits of size, time and redirects. */
  fetch: OutsideFetch
  /**
   * Calls the default export of a module in a worker that is stopped when it takes too long or too much memory.
   * Input and result are copied, so they must be plain data (Uint8Array is fine). Throws WorkStopped.
   */
  work<Result>(module: URL, input: unknown): Promise<Result>
  /** Named services (YouTube, GitHub …) that installed plugins know. */
  services: readonly Service[]
}

export type OutsideFetch = (url: string, options?: OutsideRequest) => Promise<OutsideResponse>

export interface OutsideRequest {
  headers?: Record<string, string>
  /** Bytes after decompression; 10 MiB unless told. */
  maxBytes?: number
  /** Milliseconds for the whole exchange, redirects included; 20,000 unless told. */
  timeout?: number
  /** GET unless told. What is not asked by GET is not sent on to another address. */
  method?: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'
  /** What is sent; not with GET. */
  body?: string
  /** Whether a redirect to this address is followed. */
  mayFollow?(url: string): boolean
}

export interface OutsideResponse {
  /** Where the body came from, after redirects. */
  url: string
  /** The address to use from now on: set when the first redirects were all permanent (301, 308). */
  movedTo?: string
  status: number
  /** Names in lower case. */
  headers: Record<string, string>
  body: Uint8Array
}

/** A place that can be read, before anybody connected it. */
export interface FoundSource {
  type: string
  url: string
  title?: string
  siteUrl?: string
  /** Id of the named service it belongs to: `youtube`. */
  service?: string
}

export interface FetchRequest {
  url: string
  etag?: string
  lastModified?: string
}

export interface SourceDocument {
  bytes: Uint8Array
  /** As an HTTP answer would give it: `text/xml; charset=utf-8`. */
  contentType?: string
  /** Base for relative addresses, when known. */
  url?: string
}

export type FetchResult =
  | {
      outcome: 'ok'
      feed: FetchedFeed
      etag?: string
      lastModified?: string
      movedTo?: string
      /** Seconds for which asking again would be rude: from Cache-Control, ttl, skipHours, sy:updatePeriod. */
      freshFor?: number
    }
  | { outcome: 'unchanged'; movedTo?: string; freshFor?: number }
  | { outcome: 'gone'; problem: string }
  | {
      outcome: 'failed'
      /** A sentence for the member: `The address answers 404 Not Found.` */
      problem: string
      status?: number
      /** Seconds, from Retry-After. */
      retryAfter?: number
    }

export interface FetchedFeed {
  title?: string
  description?: string
  /** The page that people read. */
  siteUrl?: string
  /** Absolute address of a picture or icon. */
  picture?: string
  author?: string
  language?: string
  /** `rss`, `atom`, `rdf`, `json` or `h-feed`. */
  format: string
  /** WebSub hubs it names. */
  hubs: string[]
  /** Seconds, from ttl and its kin. */
  freshFor?: number
  /** In the order of the document. */
  entries: FetchedEntry[]
}

export interface FetchedEntry {
  /** Stable within its source: guid, id, or made from address and content when there is none. */
  guid: string
  url?: string
  /** Plain text, entities decoded, white space collapsed. */
  title?: string
  /** The fullest text there is, as the source sent it: hostile until sanitised. */
  html?: string
  /** A shorter description, where the source has both. Hostile as well. */
  summary?: string
  author?: string
  /** UTC ISO text. Absent when the source gives none that can be understood. */
  publishedAt?: string
  updatedAt?: string
  tags: string[]
  media: FetchedMedia[]
  /** Set by a filter: why somebody should look at it before others see it. */
  hold?: string
}

export interface FetchedMedia {
  kind: 'image' | 'audio' | 'video' | 'file'
  url: string
  /** Media type: `audio/mpeg`. */
  type?: string
  title?: string
  width?: number
  height?: number
  bytes?: number
  /** Seconds. */
  duration?: number
  thumbnailUrl?: string
  /** An address that plays it in a frame; only hosts named by a service are ever framed. */
  playerUrl?: string
}

/** A well-known site, as a JSON file in `plugins/services` describes it. */
export interface Service {
  id: string
  name: string
  /** Verb phrase for an entry: `posted a video on YouTube`. */
  posted: string
  /** Name of the glyph in the theme's sprite. */
  icon: string
  /** Rules that turn an address into a feed address, tried in order. */
  addresses: ServiceAddress[]
  /** Hosts whose players may be framed; they go into the Content-Security-Policy. */
  players: ServicePlayer[]
}

export interface ServiceAddress {
  /** A regular expression for the whole address, without the scheme and `www.`, with named groups. */
  match: string
  /** The feed address with `{group}` for the named groups. Absent: read the page and look for its feed. */
  feed?: string
  /** An example that must match, for the test and the documentation. */
  example: string
}

export interface ServicePlayer {
  /** A regular expression for an entry's address or a media address, with named groups. */
  match: string
  /** The address to frame, with `{group}`. */
  embed: string
  /** Address of a still picture, with `{group}`. */
  still?: string
  /** Width divided by height. */
  ratio: number
}

/** The guarded client refused or failed. `code` is stable; the message may be shown to the member. */
export class OutsideError extends Error {
  readonly code: OutsideProblem
  constructor(code: OutsideProblem, message: string, options?: ErrorOptions) {
    super(message, options)
    this.name = 'OutsideError'
    this.code = code
  }
}

export type OutsideProblem =
  | 'bad-address'
  | 'private-address'
  | 'not-found-host'
  | 'no-connection'
  | 'bad-certificate'
  | 'too-large'
  | 'too-slow'
  | 'too-many-redirects'
  | 'refused-redirect'
  | 'bad-answer'

/** A document could not be read as a feed. The message may be shown to the member. */
export class ProblemReading extends Error {
  override readonly name = 'ProblemReading'
}

/** Work in a worker was stopped: it took too long, too much memory, or crashed. The message may be shown. */
export class WorkStopped extends Error {
  readonly code: 'too-slow' | 'too-much-memory' | 'crashed'
  constructor(code: 'too-slow' | 'too-much-memory' | 'crashed', message: string, options?: ErrorOptions) {
    super(message, options)
    this.name = 'WorkStopped'
    this.code = code
  }
}
