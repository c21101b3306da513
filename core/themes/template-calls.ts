import Handlebars from 'handlebars'
import type { TemplateSource } from './read-theme.ts'

/** Something that a template names, and the line where it does. */
export interface Called {
  name: string
  line: number
}

/** What a template asks for, read from its text without running it. */
export interface TemplateCalls {
  /** Names printed without escaping. */
  readonly raw: readonly Called[]
  readonly helpers: readonly Called[]
  readonly partials: readonly Called[]
  /** What cannot be known before it runs: partials whose name is worked out, partials made inside a template. */
  readonly unclear: readonly Called[]
  /** Keys of `t` that are written out. */
  readonly sentences: readonly string[]
  /** Names of slots that are written out. */
  readonly slots: readonly string[]
}

/** Texts that were read before, newest last: a plugin that starts again is read again, and hardly ever with other templates. */
const known = new Map<string, TemplateCalls>()
const mostKnown = 600

/** Throws when the text is not a template. */
export function readTemplateSource({ text }: TemplateSource): TemplateCalls {
  const calls = known.get(text) ?? readCalls(text)
  known.set(text, calls)
  if (known.size > mostKnown) known.delete(known.keys().next().value!)
  return calls
}

function readCalls(text: string): TemplateCalls {
  const calls: Calls = { raw: [], helpers: [], partials: [], unclear: [], sentences: [], slots: [] }
  new CallReader(calls).accept(Handlebars.parse(text))
  return calls
}

type Calls = { -readonly [Kind in keyof TemplateCalls]: TemplateCalls[Kind][number][] }

class CallReader extends Handlebars.Visitor {
  readonly #calls: Calls

  constructor(calls: Calls) {
    super()
    this.#calls = calls
  }

  override MustacheStatement(mustache: hbs.AST.MustacheStatement): void {
    if (!mustache.escaped) this.#calls.raw.push({ name: (mustache.path as hbs.AST.PathExpression).original, line: lineOf(mustache) })
    this.#call(mustache)
    super.MustacheStatement(mustache)
  }

  override BlockStatement(block: hbs.AST.BlockStatement): void {
    this.#call(block)
    super.BlockStatement(block)
  }

  override SubExpression(expression: hbs.AST.SubExpression): void {
    this.#call({ ...expression, isCall: true })
    super.SubExpression(expression)
  }

  override PartialStatement(partial: hbs.AST.PartialStatement): void {
    this.#partial(partial)
    super.PartialStatement(partial)
  }

  override PartialBlockStatement(partial: hbs.AST.PartialBlockStatement): void {
    this.#partial(partial)
    super.PartialBlockStatement(partial)
  }

  override DecoratorBlock(decorator: hbs.AST.DecoratorBlock): void {
    this.#calls.unclear.push({ name: '#*inline', line: lineOf(decorator) })
    super.DecoratorBlock(decorator)
  }

  #partial(partial: hbs.AST.PartialStatement | hbs.AST.PartialBlockStatement): void {
    const line = lineOf(partial)
    if (partial.name.type === 'PathExpression') this.#calls.partials.push({ name: (partial.name as hbs.AST.PathExpression).original, line })
    else this.#calls.unclear.push({ name: '> (…)', line })
  }

  /** A name with arguments is a helper; without it is a value of the view. */
  #call(node: { path: unknown; params: hbs.AST.Expression[]; hash?: hbs.AST.Hash; isCall?: boolean; loc: hbs.AST.SourceLocation }): void {
    const path = node.path as hbs.AST.PathExpression
    if (path.type !== 'PathExpression' || !(node.isCall || node.params.length > 0 || node.hash)) return
    this.#calls.helpers.push({ name: path.original, line: lineOf(node) })
    const [first] = node.params
    if (first?.type !== 'StringLiteral') return
    if (path.original === 't') this.#calls.sentences.push((first as hbs.AST.StringLiteral).value)
    if (path.original === 'slot') this.#calls.slots.push((first as hbs.AST.StringLiteral).value)
  }
}

function lineOf({ loc }: { loc: hbs.AST.SourceLocation }): number {
  return loc.start.line
}
