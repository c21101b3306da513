/** What somebody types into one field, at most. */
const mostCharacters = 100_000
const mostBoxes = 500

/** The fields of a form that was sent, read by name. Everything is text from outside until its widget has read it. */
export class FormFields {
  readonly problems: Record<string, string> = {}
  readonly rows: Record<string, number[]> = {}
  readonly #sent: ReadonlyMap<string, unknown>
  readonly #asked = new Set<string>()

  /** Names without the prefix are no fields of this form; without a prefix those are that begin with `_`. */
  constructor(body: Readonly<Record<string, unknown>>, prefix: string) {
    const own = Object.entries(body).filter(([name]) => (prefix ? name.startsWith(prefix) : !name.startsWith('_')))
    // Readers of forms make objects of names with dots or brackets, so names are sent with slashes.
    this.#sent = new Map(own.map(([name, value]) => [name.slice(prefix.length).replaceAll('/', '.'), value]))
  }

  /** The text of a field, with line breaks as one character; undefined when it was not sent. */
  text(name: string): string | undefined {
    this.#asked.add(name)
    const value = this.#sent.get(name)
    if (value === undefined) return undefined
    if (typeof value === 'number' || typeof value === 'boolean') return String(value)
    if (typeof value !== 'string') return this.blame(name, 'Please enter one value.')
    if (value.length > mostCharacters) return this.blame(name, 'This is too long.')
    return tidy(value)
  }

  /** All texts that were sent under one name, as boxes do. */
  texts(name: string): string[] {
    this.#asked.add(name)
    const values = [this.#sent.get(name) ?? []].flat() as unknown[]
    const texts = values.filter(value => typeof value === 'string' || typeof value === 'boolean').map(String)
    if (texts.length === values.length && texts.length <= mostBoxes) return texts.map(tidy)
    this.blame(name, 'Please choose among the options.')
    return []
  }

  /** Notes what is wrong with a field. The first problem stands. */
  blame(name: string, problem: string): undefined {
    this.problems[name] ??= problem
    return undefined
  }

  /** Forgets what was wrong with a field, and below it. */
  forgive(name: string): void {
    for (const field of Object.keys(this.problems)) if (field === name || field.startsWith(`${name}.`)) delete this.problems[field]
  }

  /** Fields that were sent and that nobody asked for. */
  unknown(): string[] {
    return [...this.#sent.keys()].filter(name => !this.#asked.has(name)).slice(0, 3)
  }
}

/** PostgreSQL cannot keep the character of number 0, and nobody types it. */
function tidy(text: string): string {
  return text.replaceAll('\0', '').replaceAll('\r\n', '\n')
}
