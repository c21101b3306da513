import type { Knex } from 'knex'
import type { Looked } from '../actions/action.ts'
import { defineAction } from '../actions/define-action.ts'
import { subjectOf } from '../actions/subject-of.ts'
import { conflict } from '../errors.ts'
import { Type } from '../http/type.ts'
import { findTag, maybeTag } from './tag.ts'

const input = Type.Object({ tag: Type.String({ minLength: 1, maxLength: 120 }) })

/** Hides a tag: it has no page, no feed and no links any more. The entries stay where they are. */
export const hideTag = defineAction({
  name: 'tag.hide',
  title: 'Hide a tag',
  authority: 'operations',
  permission: 'content',
  input,
  look: ({ trx, input: { tag } }) => lookAt(trx, tag),
  run: ({ site, trx, input: { tag } }) => setHidden(trx, tag, site.now().toISOString()),
  say: (_, changes) => `#${subjectOf(changes)} is hidden.`,
  undo: ({ tag }) => ({ name: 'tag.show', input: { tag } }),
})

/** Shows a hidden tag again. */
export const showTag = defineAction({
  name: 'tag.show',
  title: 'Show a hidden tag',
  authority: 'operations',
  permission: 'content',
  input,
  look: ({ trx, input: { tag } }) => lookAt(trx, tag),
  run: ({ trx, input: { tag } }) => setHidden(trx, tag, null),
  say: (_, changes) => `#${subjectOf(changes)} is shown.`,
  undo: ({ tag }) => ({ name: 'tag.hide', input: { tag } }),
})

async function setHidden(trx: Knex.Transaction, word: string, hiddenAt: string | null): Promise<void> {
  const { name, label, standsFor } = await findTag(trx, word)
  if (standsFor) throw conflict(`#${label} is filed under #${standsFor}: hide that one.`)
  await trx('tags').where({ name }).update({ hiddenAt })
}

async function lookAt(trx: Knex.Transaction, word: string): Promise<Looked> {
  const tag = await maybeTag(trx, word)
  return tag ? { [`tags.${tag.name}.state`]: tag.hiddenAt ? 'hidden' : 'shown' } : {}
}
