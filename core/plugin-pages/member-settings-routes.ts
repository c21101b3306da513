import { isMember } from '../actor.ts'
import { unauthorized } from '../errors.ts'
import { readForm } from '../forms/read-form.ts'
import type { Context } from '../http/context.ts'
import { addForm, type FormState, type Router } from '../http/router.ts'
import { settingsTabs } from '../members/settings-tabs.ts'
import { schemaForm } from '../panel/schema-form.ts'
import { changeMemberSettings, readMemberSettings } from '../plugin-data/member-settings.ts'

const prefix = 'set-'

/** What members set for themselves about plugins, one form for each plugin that asks. */
export function addMemberSettingsRoutes(router: Router): void {
  router.get('/settings/plugins', ctx => showForms(ctx, { values: {}, problems: {} }))
  addForm(router, '/settings/plugins/:plugin', {
    show: showForms,
    async submit(ctx) {
      const plugin = ctx.params.plugin ?? ''
      const { memberSettings = {} } = ctx.registry.plugins.get(plugin) ?? {}
      const { values } = readForm(memberSettings, ctx.state.body, { prefix })
      await changeMemberSettings(ctx.site, ctx.actor, { plugin, values })
      ctx.done('/settings/plugins', 'Saved.')
    },
  })
}

async function showForms(ctx: Context, { values, problems }: FormState): Promise<void> {
  const { actor, site, registry } = ctx
  if (!isMember(actor)) throw unauthorized()
  const asking = [...registry.plugins.values()].filter(manifest => manifest.memberSettings)
  const plugins = await Promise.all(
    asking.map(async manifest => {
      const isRefused = ctx.params.plugin === manifest.name && Object.keys(problems).length > 0
      const kept = await readMemberSettings(site, manifest, actor.id)
      const options = { prefix, untitled: true, ...(isRefused && { typed: values }) }
      const fields = schemaForm(manifest.memberSettings ?? {}, kept, isRefused ? problems : {}, options)
      return { name: manifest.name, title: manifest.title, fields }
    }),
  )
  await ctx.page('settings-plugins', { tabs: settingsTabs(ctx, '/settings/plugins'), plugins })
}
