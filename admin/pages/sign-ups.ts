import { listWaiting, type PanelPage } from 'core/control'
import { pageOf } from '../list-view.ts'

const perPage = 200
const page = '/admin/sign-ups'

/** Who signed up and waits for an answer, longest first. */
export default {
  title: 'Sign-ups',
  section: 'People',
  order: 22,
  permission: 'members',
  async show({ site, actor, query }) {
    const list = pageOf(await listWaiting(site, actor), { perPage, page, query, cursor: row => row.waitingSince })
    const { signUp } = site.settings
    return { list, mailing: site.mailer.enabled, byApproval: signUp === 'approval' }
  },
} satisfies PanelPage
