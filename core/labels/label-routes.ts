import { isMember } from '../actor.ts'
import { unauthorized } from '../errors.ts'
import type { Context } from '../http/context.ts'
import { addForm, type Router } from '../http/router.ts'
import { settingsTabs } from '../members/settings-tabs.ts'
import { chooseLabels, chooseLabelsInput } from './choose-labels.ts'
import { labelNames, labelTitles } from './label.ts'
import { labelChoices } from './label-choices.ts'

const page = '/settings/warnings'

/** What a member wants of things with a content warning. */
export function addLabelRoutes(router: Router): void {
  addForm(router, page, {
    show: ctx => showChoices(ctx),
    async submit(ctx) {
      await chooseLabels(ctx.site, ctx.actor, ctx.read(chooseLabelsInput))
      ctx.done(page, 'Saved.')
    },
  })
}

const words = { warn: 'Warn me first', hide: 'Leave it out', show: 'Show it openly' } as const

async function showChoices(ctx: Context): Promise<void> {
  if (!isMember(ctx.actor)) throw unauthorized()
  const chosen = labelChoices(ctx.actor)
  await ctx.page('settings-warnings', {
    tabs: settingsTabs(ctx, page),
    labels: labelNames.map(name => ({
      name,
      // Alone it would be a warning of warnings.
      title: name === 'other' ? 'Something else' : labelTitles[name],
      options: Object.entries(words).map(([value, label]) => ({ value, label: ctx.t(label), selected: chosen[name] === value })),
    })),
  })
}
