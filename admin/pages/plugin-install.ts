import { approvePackage, type PackageReview, type PanelPage, type PanelRequest, reviewPackage, showPlugin } from 'core/control'
import { placeOf } from '../plugins/plugin-look.ts'

/** What a package may do, who made it and what is different, before somebody says yes with their password. */
export default {
  title: 'Install a plugin',
  permission: 'plugins',
  actions: ['plugin.install', 'plugin.update'],
  async show(request) {
    const review = await reviewPackage(request.site, request.actor, wanted(request))
    const { manifest, installed } = review
    return {
      under: 'plugins',
      trail: { url: '/admin/plugins', label: 'Plugins' },
      lead: manifest.description,
      title:
        installed === undefined
          ? `Install ${manifest.title}`
          : installed === manifest.version
            ? manifest.title
            : `Update ${manifest.title}`,
      ...viewReview(review),
      from: request.query.from ?? request.body.from,
      back: `/admin/plugin-install?${new URLSearchParams({ name: review.name, package: review.id })}`,
      problems: request.problems,
    }
  },
  async submit(request) {
    const { site, actor, body } = request
    const { name, id } = wanted(request)
    const { installed } = await reviewPackage(site, actor, { name, id })
    const approval = await approvePackage(site, actor, { name, id, password: String(body.password ?? '') })
    const from = body.from ? { from: String(body.from) } : {}
    const outcome = await site.act(actor, installed === undefined ? 'plugin.install' : 'plugin.update', {
      name,
      package: id,
      approval,
      ...from,
    })
    const { plugin, versions, returned } = await showPlugin(site, actor, name)
    // The way back may be on its way still: then the plugin says why it is taken.
    const cameBack = versions.some(version => version.id === id && !version.isActive) ? returned?.reason : plugin.reason
    return { notice: cameBack === undefined ? outcome.summary : `It did not work. ${cameBack}`, url: `/admin/plugin?name=${name}` }
  },
} satisfies PanelPage

function wanted({ query, body }: PanelRequest): { name: string; id: string } {
  return { name: String(query.name ?? body.name ?? ''), id: String(query.package ?? body.package ?? '') }
}

function viewReview({ name, id, manifest, installed, problems, publisher, capabilities, adds, keeps }: PackageReview): object {
  return {
    name,
    id,
    manifest,
    installed,
    isAgain: installed === manifest.version,
    refusals: problems,
    publisher: { ...publisher, mark: publisher.state === 'known' ? 'good' : publisher.state === 'new' ? 'resting' : 'warn' },
    where: placeOf(manifest.runtime),
    isTrusted: manifest.runtime === 'trusted',
    capabilities: capabilities.map(({ says, reason, change }) => ({ text: says, note: reason && `“${reason}”`, change })),
    adds,
    keeps,
    asksMore: capabilities.some(({ change }) => change === 'new'),
  }
}
