/** A failure that is known and may be shown to anyone. Everything else that is thrown is a bug. */
export class SiteError extends Error {
  readonly status: number
  readonly code: string
  /** Per field of the input: what is wrong and what to do. */
  readonly problems: Readonly<Record<string, string>>

  constructor(status: number, code: string, message: string, problems: Record<string, string> = {}, options?: ErrorOptions) {
    super(message, options)
    this.name = 'SiteError'
    this.status = status
    this.code = code
    this.problems = problems
  }
}

/** 404: there is no such thing, or the actor may not know that there is. */
export function notFound(noun: string): SiteError {
  return new SiteError(404, `${noun.replaceAll(' ', '-')}-not-found`, `No such ${noun}.`)
}

/** 403: the actor may know of it but not do this. */
export function forbidden(message: string): SiteError {
  return new SiteError(403, 'forbidden', message)
}

/** 401: somebody has to sign in first. */
export function unauthorized(message = 'Please sign in first.'): SiteError {
  return new SiteError(401, 'unauthorized', message)
}

/** 409: the request makes no sense in the present state. */
export function conflict(message: string): SiteError {
  return new SiteError(409, 'conflict', message)
}

/** 422: the input is not as it should be; `problems` says it field by field. */
export function invalid(problems: Record<string, string>): SiteError {
  return new SiteError(422, 'invalid', Object.values(problems).join(' '), problems)
}

/** 429: too often. */
export function tooMany(message: string): SiteError {
  return new SiteError(429, 'limit-exceeded', message)
}
