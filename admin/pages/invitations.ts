import { createInvitation, createInvitationInput, listInvited, listSiteInvitations, type PanelPage, readInput } from 'core/control'
import { chosenOf, type FilterGroup, makeFilters, pageOf } from '../list-view.ts'

const perPage = 50
const page = '/admin/invitations'
const shows: FilterGroup = { name: 'show', label: 'Show', options: { '': 'All', open: 'Can be used', joined: 'Who came by them' } }

/** Links by which people join: who made them, and who came. */
export default {
  title: 'Invitations',
  section: 'People',
  order: 23,
  permission: 'members',
  async show({ site, actor, query, body, problems }) {
    const show = chosenOf(query, shows)
    const part = { limit: perPage + 1, ...(query.after && { after: query.after }) }
    const options = { perPage, page, query, cursor: (row: { id: string }) => row.id }
    return {
      filters: makeFilters(query, { page, groups: [shows] }),
      ...(show === 'joined'
        ? { joined: pageOf(await listInvited(site, actor, part), options) }
        : { list: pageOf(await listSiteInvitations(site, actor, { ...part, open: show === 'open' }), options) }),
      closed: site.settings.signUp === 'closed',
      values: { uses: 1, days: 30, ...body },
      problems,
    }
  },
  async submit({ site, actor, body }) {
    const { code } = await createInvitation(site, actor, readInput(createInvitationInput, body))
    return `The invitation is ready. Send its link: ${site.url}/invitations/${code}`
  },
} satisfies PanelPage
