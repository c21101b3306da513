import { request } from 'undici'

export interface Answer {
  status: number
  headers: Record<string, string>
  text: string
  /** Where a redirect leads, as a path. */
  location: string
}

/** A visitor of a served site, over real HTTP: keeps cookies and sends the hidden fields that a form would. */
export class Browser {
  readonly url: string
  readonly cookies = new Map<string, string>()
  #csrf = ''

  constructor(url: string) {
    this.url = url
  }

  async get(path: string, headers: Record<string, string> = {}): Promise<Answer> {
    const answer = await this.#send('GET', path, undefined, headers)
    this.#csrf = /name="_csrf" value="([^"]+)"/.exec(answer.text)?.[1] ?? this.#csrf
    return answer
  }

  /** Sends a form as the page would. The first form needs a page that was read before. */
  async post(path: string, fields: Record<string, string | string[]> = {}, headers: Record<string, string> = {}): Promise<Answer> {
    const body = new URLSearchParams({ _csrf: this.#csrf })
    for (const [name, value] of Object.entries(fields)) for (const one of [value].flat()) body.append(name, one)
    return this.#send('POST', path, body.toString(), { 'content-type': 'application/x-www-form-urlencoded', ...headers })
  }

  /** Sends a form with files. */
  async upload(path: string, form: FormData): Promise<Answer> {
    form.set('_csrf', this.#csrf)
    const encoded = new Response(form)
    const type = encoded.headers.get('content-type') ?? ''
    return this.#send('POST', path, Buffer.from(await encoded.arrayBuffer()), { 'content-type': type })
  }

  /** Follows the redirect of an answer, as a browser does after a form. */
  async follow(answer: Answer): Promise<Answer> {
    return this.get(answer.location)
  }

  async #send(method: string, path: string, body: string | Buffer | undefined, headers: Record<string, string>): Promise<Answer> {
    const cookie = [...this.cookies].map(([name, value]) => `${name}=${value}`).join('; ')
    const response = await request(this.url + path, {
      method: method as 'GET',
      headers: { ...(cookie && { cookie }), ...headers },
      ...(body !== undefined && { body }),
    })
    for (const line of [response.headers['set-cookie'] ?? []].flat()) this.#keep(line)
    const plain = Object.fromEntries(Object.entries(response.headers).map(([name, value]) => [name, [value ?? ''].flat().join(', ')]))
    return {
      status: response.statusCode,
      headers: plain,
      text: await response.body.text(),
      location: (plain.location ?? '').replace(this.url, ''),
    }
  }

  #keep(line: string): void {
    const [pair = '', ...attributes] = line.split(';')
    const at = pair.indexOf('=')
    const name = pair.slice(0, at)
    if (attributes.some(text => /expires=Thu, 01 Jan 1970/i.test(text))) this.cookies.delete(name)
    else this.cookies.set(name, pair.slice(at + 1))
  }
}
