import Handlebars from 'handlebars'
import type { TemplateSource } from './read-theme.ts'

/** What a template asks for, read from its text without running it. */
export interface TemplateCalls {
  /** Names printed without escaping. */
  raw: string[]
  helpers: string[]
  partials: string[]
  /** Keys of `t` that are written out. */
  sentences: string[]
}

/** Throws when the text is not a template. */
export function readTemplateSource(source: TemplateSource): TemplateCalls {
  const calls: TemplateCalls = { raw: [], helpers: [], partials: [], sentences: [] }
  new CallReader(calls).accept(Handlebars.parse(source.text))
  return calls
}

class CallReader extends Handlebars.Visitor {
  readonly #calls: TemplateCalls

  constructor(calls: TemplateCalls) {
    super()
    this.#calls = calls
  }

  override MustacheStatement(mustache: hbs.AST.MustacheStatement): void {
    if (!mustache.escaped) this.#calls.raw.push((mustache.path as hbs.AST.PathExpression).original)
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
    this.#partial(partial.name)
    super.PartialStatement(partial)
  }

  override PartialBlockStatement(partial: hbs.AST.PartialBlockStatement): void {
    this.#partial(partial.name)
    super.PartialBlockStatement(partial)
  }

  #partial(name: hbs.AST.PathExpression | hbs.AST.SubExpression): void {
    if (name.type === 'PathExpression') this.#calls.partials.push((name as hbs.AST.PathExpression).original)
  }

  /** A name with arguments is a helper; without it is a value of the view. */
  #call(node: { path: unknown; params: hbs.AST.Expression[]; hash?: hbs.AST.Hash; isCall?: boolean }): void {
    const path = node.path as hbs.AST.PathExpression
    if (path.type !== 'PathExpression' || !(node.isCall || node.params.length > 0 || node.hash)) return
    this.#calls.helpers.push(path.original)
    const [first] = node.params
    if (path.original === 't' && first?.type === 'StringLiteral') this.#calls.sentences.push((first as hbs.AST.StringLiteral).value)
  }
}
