import { defineAction } from '../actions/define-action.ts'
import { invalid } from '../errors.ts'
import { Type } from '../http/type.ts'
import { type Charter, charterSchema, presets } from './charter.ts'
import { maybeLocked, writeLocked } from './locked-value.ts'

/** Sets the charter: one of the three that the site brings, or one of its own. Locked under every charter. */
export const changeCharter = defineAction({
  name: 'charter.change',
  title: 'Change the charter',
  authority: 'locked',
  permission: 'policies',
  input: Type.Object({
    preset: Type.Optional(Type.Union([Type.Literal('steward'), Type.Literal('community'), Type.Literal('assembly')])),
    charter: Type.Optional(charterSchema),
  }),
  look: async ({ trx }) => ({ charter: (await maybeLocked<Charter>(trx, 'charter'))?.value ?? null }),
  async run({ site, trx, input, execution }) {
    const value = input.charter ? { ...input.charter, preset: 'own' } : input.preset && presets[input.preset]
    if (!value) throw invalid({ preset: 'Say which charter: steward, community, assembly, or one of your own.' })
    const last = await maybeLocked<Charter>(trx, 'charter')
    if (JSON.stringify(last?.value) === JSON.stringify(value)) return
    await writeLocked({ site, trx, ...(execution && { execution }) }, { key: 'charter', value })
  },
  say: ({ preset }) => (preset ? `The charter is “${preset}” now.` : 'The charter is changed.'),
  after: site => site.refresh(),
})
