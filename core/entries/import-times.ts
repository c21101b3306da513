const day = 24 * 60 * 60_000
const newsDays = 7

/**
 * Where in the feeds entries come to stand, given their times of publication, oldest first. What was found at the first fetch of a source
 * is old news and stands where it belongs; later, what is not older than a week comes on top. No two get the same time, and none a future one.
 */
export function bumpTimes(publishedAt: readonly string[], now: Date, first: boolean): string[] {
  const times = publishedAt.map(at => {
    const time = Date.parse(at)
    return !first && now.getTime() - time <= newsDays * day ? now.getTime() : time
  })
  for (let index = times.length - 2; index >= 0; index--) times[index] = Math.min(times[index]!, times[index + 1]! - 1)
  return times.map(time => new Date(time).toISOString())
}
