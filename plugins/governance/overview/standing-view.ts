import type { PluginStanding } from 'core/api'

/** Whether somebody can vote, and what is missing in words that a template can pick. */
export function standingView(standings: PluginStanding[]): Record<string, unknown> {
  const [ordinary, locked] = ['ballot', 'locked'].map(name => standings.find(one => one.ballotClass === name))
  return {
    can: ordinary?.can === true,
    canAll: ordinary?.can === true && locked?.can === true,
    ordinary: ordinary && missing(ordinary),
    locked: locked && missing(locked),
    ...(ordinary?.barred && { barred: ordinary.barred }),
  }
}

function missing(standing: PluginStanding): Record<string, unknown> {
  const { daysHere, daysNeeded, activeDays, activeNeeded } = standing
  return {
    ...standing,
    ...(daysHere < daysNeeded && { tooNew: true }),
    ...(activeDays < activeNeeded && { tooQuiet: true, daysLeft: activeNeeded - activeDays }),
  }
}
