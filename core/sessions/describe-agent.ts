// The order matters: Edge and Opera say that they are Chrome, and Chrome that it is Safari.
const browsers: [RegExp, string][] = [
  [/\bEdgA?\//, 'Edge'],
  [/\bOPR\//, 'Opera'],
  [/\b(Firefox|FxiOS)\//, 'Firefox'],
  [/\b((Headless)?Chrome|CriOS)\//, 'Chrome'],
  [/\bSafari\//, 'Safari'],
]

const systems: [RegExp, string][] = [
  [/iPhone/, 'iPhone'],
  [/iPad/, 'iPad'],
  [/Android/, 'Android'],
  [/Windows/, 'Windows'],
  [/Mac OS X|Macintosh/, 'Mac'],
  [/CrOS/, 'ChromeOS'],
  [/Linux/, 'Linux'],
]

/** A browser in two words, such as "Firefox, Linux", for a list of one's sessions. Empty when nothing is known of it. */
export function describeAgent(agent: string): string {
  const known = [browsers, systems].flatMap(list => list.find(([pattern]) => pattern.test(agent))?.[1] ?? [])
  return known.length > 0 ? known.join(', ') : agent.slice(0, 40)
}
