import type { HelperDelegate, HelperOptions, RuntimeOptions, TemplateDelegate } from 'handlebars'

/** What one rendering of templates that nobody of the program wrote may cost. */
export interface RenderLimits {
  milliseconds: number
  /** Turns of loops, calls of partials and of helpers. */
  steps: number
  /** Characters of the page, and of everything that was made on the way to it. */
  characters: number
}

export const renderLimits: RenderLimits = { milliseconds: 1500, steps: 400_000, characters: 20_000_000 }

/** Of templates that plugins bring: pages wait for them, and many parts of one kind have this together. */
export const pluginRenderLimits: RenderLimits = { milliseconds: 300, steps: 100_000, characters: 4_000_000 }

/**
 * Counts what a rendering costs and ends it when that is too much. All that can repeat in a template is a turn of a loop or a
 * partial that is called, and all that can take long is a helper; each asks here first. What lies between two of them is
 * straight, and as long as the template's file at most.
 */
export class RenderBudget {
  readonly #limits: RenderLimits
  readonly #until: number
  #steps = 0
  #characters = 0

  constructor(limits: RenderLimits) {
    this.#limits = limits
    this.#until = performance.now() + limits.milliseconds
  }

  spend(): void {
    this.#steps += 1
    if (this.#steps > this.#limits.steps) throw new Error('The template repeats itself too often and was stopped.')
    if (this.#steps % 32 === 0 && performance.now() > this.#until) throw new Error('The template takes too long and was stopped.')
  }

  made(text: unknown): void {
    this.#characters += typeof text === 'string' ? text.length : 0
    if (this.#characters > this.#limits.characters) throw new Error('The template makes too much text and was stopped.')
  }
}

interface Spending {
  data?: { budget?: RenderBudget }
}

/** A helper that asks the budget of its rendering first. */
export function guardedHelper(helper: HelperDelegate): HelperDelegate {
  return function (this: unknown, ...given: unknown[]) {
    ;(given.at(-1) as Spending).data?.budget?.spend()
    return (helper as (...all: unknown[]) => unknown).apply(this, given)
  }
}

/** `each` whose turns are counted. Blocks over a list (`{{#entries}}`) come this way too. */
export function guardedEach(each: HelperDelegate): HelperDelegate {
  return function (this: unknown, list: unknown, options: HelperOptions & Spending) {
    const { budget } = options.data ?? {}
    if (!budget) return each.call(this, list, options)
    const fn: HelperOptions['fn'] = (context, turn) => {
      budget.spend()
      const text = options.fn(context, turn)
      budget.made(text)
      return text
    }
    return each.call(this, list, { ...options, fn })
  }
}

/** A partial whose calls are counted. */
export function guardedPartial(partial: TemplateDelegate): TemplateDelegate {
  return (context: unknown, options?: RuntimeOptions & Spending) => {
    const { budget } = options?.data ?? {}
    budget?.spend()
    const text = partial(context, options)
    budget?.made(text)
    return text
  }
}
