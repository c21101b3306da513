const lengths: Readonly<Record<string, number>> = { d: 1440, h: 60, m: 1, s: 1 / 60 }

/** Minutes of a length of time as people write it: `3d 4h`, `25m`, `6m40s`. */
export function minutesOf(text: string): number {
  const parts = [...text.matchAll(/(\d+)([dhms])/g)]
  if (parts.length === 0) throw new Error(`"${text}" should be a length of time, such as 3d 4h.`)
  return parts.reduce((sum, [, number, unit]) => sum + Number(number) * lengths[unit!]!, 0)
}
