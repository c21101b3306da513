import { isMember, type MemberActor } from '../actor.ts'
import { chooseConsents, consentsInput } from '../consents/choose-consents.ts'
import { listConsents } from '../consents/list-consents.ts'
import { unauthorized } from '../errors.ts'
import type { Context } from '../http/context.ts'
import { addForm, type FormState, type Router } from '../http/router.ts'
import { chooseLicence, licenceChoiceInput } from '../licences/choose-licence.ts'
import { licenceChoices } from '../licences/licence-input.ts'
import { settingsTabs } from '../members/settings-tabs.ts'
import { exportView, isPacking } from './export-view.ts'
import { exportDays, listExports } from './own-export.ts'
import { ownKinds } from './own-kinds.ts'
import { ownPluginRows } from './own-plugin-rows.ts'
import { countOwn, readAccount } from './read-own.ts'

const path = '/settings/data'

/** What the site knows about oneself: to see, to take along, and what others may do with it. */
export function addOwnDataRoutes(router: Router): void {
  router.get(path, ctx => showOwnData(ctx, { values: {}, problems: {} }))
  addForm(router, `${path}/licence`, {
    show: showOwnData,
    async submit(ctx) {
      const changed = await chooseLicence(ctx.site, ctx.actor, ctx.read(licenceChoiceInput))
      ctx.done(path, changed > 0 ? ctx.t('Saved. {n} older entries have this licence now.', { n: changed }) : 'Saved.')
    },
  })
  addForm(router, `${path}/consents`, {
    show: showOwnData,
    async submit(ctx) {
      await chooseConsents(ctx.site, ctx.actor, ctx.read(consentsInput))
      ctx.done(`${path}#consents`, 'Saved.')
    },
  })
}

async function showOwnData(ctx: Context, { values, problems }: FormState): Promise<void> {
  const { id, member } = requireMember(ctx)
  const { db } = ctx.site
  const [counts, account, plugins, exports, consents] = await Promise.all([
    countOwn(db, id),
    readAccount(ctx.site, id),
    ownPluginRows(ctx.site, ctx.registry, id),
    listExports(db, id),
    listConsents(db, ctx.registry, id),
  ])
  const { email, name, handle, locale, createdAt, seenAt, description } = account
  if (exports.some(isPacking)) ctx.set('Refresh', '5')
  await ctx.page('settings-data', {
    tabs: settingsTabs(ctx, path),
    account: { email, name, handle, locale, createdAt, seenAt, description },
    kinds: ownKinds.map(({ name: kind, title, says, url }) => ({ title, says, url, count: counts.get(kind) ?? 0 })),
    plugins,
    consents,
    exports: exports.map(one => exportView(ctx, one, url => url)),
    exportUrl: '/export',
    exportDays,
    canAsk: !exports.some(isPacking),
    licences: licenceChoices(values.licence === undefined ? member.licence : String(values.licence)),
    problems,
  })
}

function requireMember(ctx: Context): MemberActor {
  if (!isMember(ctx.actor)) throw unauthorized()
  return ctx.actor
}
