import { defineAction } from '../actions/define-action.ts'
import { loadSettings, writeSetting } from '../config/settings-store.ts'
import { Type } from '../http/type.ts'

/** Closes the site for everybody but those who look after it, or opens it again. */
export const maintainSite = defineAction({
  name: 'site.maintain',
  title: 'Maintenance mode',
  authority: 'operations',
  permission: 'system',
  input: Type.Object({ on: Type.Boolean(), note: Type.Optional(Type.String({ maxLength: 300 })) }),
  async look({ trx }) {
    const { maintenanceSince, maintenanceNote } = await loadSettings(trx)
    return { 'site.maintenance': maintenanceSince ? 'on' : 'off', 'site.maintenanceNote': maintenanceNote }
  },
  async run({ site, trx, actor, input: { on, note = '' } }) {
    const { maintenanceSince } = await loadSettings(trx)
    const since = on ? maintenanceSince || site.now().toISOString() : ''
    await writeSetting(trx, 'maintenanceSince', since, actor.id, site.now())
    await writeSetting(trx, 'maintenanceNote', on ? note : '', actor.id, site.now())
  },
  say: ({ on }) => (on ? 'The site is closed for maintenance.' : 'The site is open again.'),
  undo: (_, changes) => {
    const was = changes.find(({ path }) => path === 'site.maintenance')?.before
    const note = changes.find(({ path }) => path === 'site.maintenanceNote')?.before
    return was === undefined
      ? undefined
      : { name: 'site.maintain', input: { on: was === 'on', ...(typeof note === 'string' && note && { note }) } }
  },
  after: site => site.refresh(),
})
