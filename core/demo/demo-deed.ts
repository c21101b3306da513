import { isMember } from '../actor.ts'
import { SiteError } from '../errors.ts'
import { readInput } from '../http/schema.ts'
import { pluginMember } from '../plugin-calls/plugin-member.ts'
import { addressOf } from '../plugin-contract/contributes.ts'
import { matchPath } from '../plugin-pages/match-path.ts'
import { actorOf, type DemoStory } from './demo-story.ts'

const patience = 10_000

/**
 * Sends a form to a plugin, as a member or a visitor would: to the address that it answers. Returns where it leads; nothing when no plugin
 * answers there, because then there is nobody to whom this could happen. Throws what the plugin refuses: the story is wrong then.
 */
export async function send(
  story: DemoStory,
  who: string | undefined,
  path: string,
  form: Record<string, unknown> = {},
): Promise<string | undefined> {
  const actor = who === undefined ? undefined : actorOf(story, who)
  for (const { plugin, declared, guard, handler } of story.site.registry.routes) {
    const params = declared.method === 'POST' ? matchPath(addressOf(plugin, declared), path) : undefined
    if (!params) continue
    const input = (declared.input ? readInput(declared.input, { ...form, ...params }) : params) as Record<string, unknown>
    const call = { input, locale: 'en', ...(actor && isMember(actor) && { member: pluginMember(actor) }) }
    const reply = await guard.run(`the route ${declared.id}`, { patience, memberId: actor?.id }, async () => handler?.(call))
    const { problem, problems, redirect } = (reply ?? {}) as { problem?: string; problems?: object; redirect?: string }
    if (problem !== undefined || problems !== undefined)
      throw new SiteError(422, 'demo', `Demo content: ${path} is refused: ${problem ?? JSON.stringify(problems)}`)
    return redirect ?? ''
  }
  return undefined
}
