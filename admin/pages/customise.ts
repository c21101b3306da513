import { discardDraft, lookForm, maybeOwnDraft, type PanelPage, previewCode, renewDraft, saveLookForm } from 'core/control'

/** Colours, type, logo, home page and own CSS, tried out on the real site. */
export default {
  title: 'Customise',
  section: 'Appearance',
  order: 31,
  permission: 'appearance',
  actions: ['look.publish'],
  framesSite: true,
  async show({ site, actor, body, problems }) {
    const draft = await maybeOwnDraft(site, actor)
    const { look } = draft ?? site.look.current
    const form = lookForm(site, look, body, problems)
    const link = draft && `/previews/${previewCode(site, draft.id)}`
    return {
      ...form,
      hasLook: form.palettes.length > 1,
      swatches: form.palettes.map(palette => ({ ...palette, shapes: drawn(palette) })),
      draft: draft && {
        ...draft,
        link,
        url: site.url + link,
        files: Object.keys(draft.look.files).length,
        isBehind: draft.basedOn !== site.settings.look,
      },
    }
  },
  async submit(request) {
    const { site, actor, body } = request
    if (body.discard === '1') {
      await discardDraft(site, actor)
      return 'Your draft is gone. The site looks as it did.'
    }
    if (body.renew === '1') {
      await renewDraft(site, actor)
      return 'Your draft is up to date: what you changed stands on what was published since.'
    }
    const { look } = (await maybeOwnDraft(site, actor)) ?? site.look.current
    await saveLookForm(request, look)
    return 'Saved as your draft. Nobody else sees it yet.'
  },
} satisfies PanelPage

/** A palette as it is drawn beside its name. */
function drawn({ light, dark }: ReturnType<typeof lookForm>['palettes'][number]): object[] {
  return [light, dark].flatMap((side, index) => [
    { x: index * 36, y: 0, width: 36, height: 26, fill: side.paper },
    { x: index * 36 + 5, y: 6, width: 17, height: 4, fill: side.ink },
    { x: index * 36 + 5, y: 14, width: 11, height: 6, fill: side.accent },
    { x: index * 36 + 19, y: 14, width: 11, height: 6, fill: side.line },
  ])
}
