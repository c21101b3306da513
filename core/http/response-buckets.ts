/** Each bucket is a fifth longer than the one before; the first holds everything below a millisecond. */
const growth = 1.2

/** The bucket of a duration in milliseconds. */
export function bucketOf(milliseconds: number): number {
  return milliseconds < 1 ? 0 : Math.min(70, 1 + Math.floor(Math.log(milliseconds) / Math.log(growth)))
}

/** The middle of a bucket, in milliseconds. */
export function middleOf(bucket: number): number {
  return bucket === 0 ? 0.5 : growth ** (bucket - 0.5)
}

/** The duration below which a part of all requests stayed; null when there were none. `buckets` is how many fell into each. */
export function percentile(buckets: ReadonlyMap<number, number>, part: number): number | null {
  const all = [...buckets.values()].reduce((sum, count) => sum + count, 0)
  let seen = 0
  for (const [bucket, count] of [...buckets].sort(([a], [b]) => a - b)) {
    seen += count
    if (seen >= all * part) return middleOf(bucket)
  }
  return null
}
