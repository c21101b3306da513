import { Ajv, type ValidateFunction } from 'ajv'
import { formProblems } from '../forms/form-schema.ts'
import { ownPathPattern } from '../http/own-path.ts'
import type { Block } from '../plugin-contract/blocks.ts'
import { costlyParts } from '../plugin-contract/costly-schema.ts'

const text = { type: 'string', maxLength: 5000 }
const short = { type: 'string', maxLength: 300 }
// Only pages of this site: the panel must not lead people elsewhere under a plugin's words.
const url = { type: 'string', maxLength: 500, pattern: ownPathPattern }
const link = { type: 'object', required: ['text', 'url'], additionalProperties: false, properties: { text: short, url } }
const cell = {
  anyOf: [
    short,
    { type: 'number' },
    link,
    { type: 'object', required: ['time'], additionalProperties: false, properties: { time: short } },
  ],
}

function block(type: Block['type'], required: string[], properties: object): object {
  return {
    if: { required: ['type'], properties: { type: { const: type } } },
    // biome-ignore lint/suspicious/noThenProperty: it is the word of JSON Schema.
    then: { required, additionalProperties: false, properties: { type: {}, ...properties } },
  }
}

const types: Block['type'][] = ['heading', 'text', 'notice', 'numbers', 'table', 'chart', 'links', 'form', 'view']

const schema = {
  type: 'array',
  maxItems: 100,
  items: {
    type: 'object',
    required: ['type'],
    properties: { type: { enum: types } },
    allOf: [
      block('heading', ['text'], { text: short }),
      block('text', ['text'], { text }),
      block('notice', ['text', 'state'], { text, state: { enum: ['good', 'warning', 'bad'] } }),
      block('numbers', ['numbers'], {
        numbers: {
          type: 'array',
          maxItems: 20,
          items: {
            type: 'object',
            required: ['label', 'value'],
            additionalProperties: false,
            properties: { label: short, value: { anyOf: [short, { type: 'number' }] } },
          },
        },
      }),
      block('table', ['columns', 'rows'], {
        columns: { type: 'array', minItems: 1, maxItems: 20, items: short },
        rows: { type: 'array', maxItems: 500, items: { type: 'array', maxItems: 20, items: cell } },
        empty: short,
      }),
      block('chart', ['title', 'points'], {
        title: short,
        points: {
          type: 'array',
          maxItems: 400,
          items: {
            type: 'object',
            required: ['label', 'value'],
            additionalProperties: false,
            properties: { label: short, value: { type: 'number' } },
          },
        },
      }),
      block('view', ['template', 'view'], { template: { type: 'string', pattern: '^[a-z][a-z0-9-]{0,79}$' }, view: { type: 'object' } }),
      block('links', ['links'], { links: { type: 'array', maxItems: 50, items: link } }),
      block('form', ['id', 'schema', 'button'], {
        id: { type: 'string', pattern: '^[a-z][a-z0-9-]{0,39}$' },
        schema: { type: 'object' },
        values: { type: 'object' },
        button: { type: 'string', minLength: 1, maxLength: 80 },
        danger: { type: 'boolean' },
      }),
    ],
  },
}

let check: ValidateFunction<Block[]> | undefined

/** What a plugin wants to have drawn, checked: throws with what is wrong where. */
export function readBlocks(given: unknown): Block[] {
  const blocks: unknown = given === undefined ? [] : structuredClone(given)
  check ??= new Ajv({ allErrors: false, strict: false, validateSchema: false }).compile<Block[]>(schema)
  if (!check(blocks)) {
    const [error] = (check.errors ?? []).filter(({ keyword }) => keyword !== 'if')
    throw new Error(
      `The blocks of a page are wrong${error?.instancePath ? ` at ${error.instancePath}` : ''}: ${error?.message ?? 'not a list'}.`,
    )
  }
  for (const one of blocks) {
    const [problem] = one.type === 'form' ? [...costlyParts(one.schema), ...formProblems(one.schema)] : []
    if (problem) throw new Error(`The form of a page cannot be drawn: ${problem}`)
  }
  return blocks
}
