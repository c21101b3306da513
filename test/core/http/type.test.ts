import t from 'tap'
import { Type as TypeBox } from 'typebox'
import { Type } from '../../../core/http/type.ts'

t.test('schemas are the same as those of typebox, whose types they have', async t => {
  const written = (type: typeof Type) =>
    type.Object(
      {
        name: type.String({ minLength: 1 }),
        note: type.Optional(type.String({ default: '' })),
        ...{ spread: type.Optional(type.Integer()) },
        tags: type.Array(type.String(), { maxItems: 3 }),
        access: type.Union([type.Literal('public'), type.Literal(2), type.Literal(true)], { default: 'public' }),
        values: type.Record(type.String({ maxLength: 80 }), type.Unknown(), { default: {} }),
        codes: type.Record(type.String({ pattern: '^[a-z]+$' }), type.Number()),
        inner: type.Optional(type.Object({ all: type.Optional(type.Boolean()), none: type.Null() })),
        empty: type.Object({}),
        own: type.Unsafe<string>({ type: 'string', format: 'colour' }),
        any: type.Unknown({ title: 'Anything' }),
      },
      { additionalProperties: false },
    )
  t.equal(JSON.stringify(written(Type)), JSON.stringify(written(TypeBox)))
})
