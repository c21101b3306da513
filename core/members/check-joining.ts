import { forbidden } from '../errors.ts'
import { applyFilter } from '../plugins/apply-filter.ts'
import type { Site } from '../site.ts'

/** Asks the plugins that look at who signs up. Throws forbidden with what the first of them says. Returns why somebody should look at them first. */
export async function checkJoining(
  site: Site,
  { email, ...who }: { handle: string; name: string; email: string; isInvited: boolean },
): Promise<string | undefined> {
  let refused: string | undefined
  let held: string | undefined
  await applyFilter(
    site,
    'member.joining',
    { ...who, emailHost: email.slice(email.lastIndexOf('@') + 1) },
    {
      onReturn(before, { refuse, hold }) {
        if (refuse) refused ??= refuse
        if (hold) held ??= hold
        return before
      },
      onFailure(value, plugin) {
        held ??= `The plugin "${plugin}" could not check it.`
        return value
      },
    },
  )
  if (refused) throw forbidden(refused.slice(0, 500))
  return held
}
