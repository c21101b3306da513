import { type Announcement, listAnnouncements, type PanelPage } from 'core/control'

/** Short texts on top of every page. */
export default {
  title: 'Announcements',
  section: 'Content',
  order: 15,
  permission: 'content',
  async show({ site, body, problems }) {
    const now = site.now().toISOString()
    return {
      values: body,
      problems,
      announcements: (await listAnnouncements(site.db)).map(one => ({
        ...one,
        ...stateOf(one, now),
        for: one.audience === 'members' ? 'members' : 'everybody',
      })),
    }
  },
  async submit({ site, actor, body }) {
    const { summary } = await site.act(actor, 'announcement.publish', body)
    return summary
  },
} satisfies PanelPage

function stateOf({ removedAt, fromAt, untilAt }: Announcement, now: string): { state: string; mark: string } {
  if (removedAt) return { state: 'taken back', mark: 'resting' }
  if (untilAt !== null && untilAt <= now) return { state: 'over', mark: 'resting' }
  return fromAt > now ? { state: 'comes', mark: 'warn' } : { state: 'shown', mark: 'good' }
}
