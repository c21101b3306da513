// Readable by an old Node, so that it can say what to do.

/** Whether this program cannot run on a Node of that version, written as in `process.version`. */
export function isTooOld(version) {
  const [major, minor] = version.replace('v', '').split('.').map(Number)
  return major < 22 || (major === 22 && minor < 18)
}

export const tooOld =
  `Tributary needs Node 22.18 or newer, but this is ${process.version}.\n` +
  'Run it with "npm start" after "npm ci": that brings a Node of its own along.\n' +
  'Or install a newer Node from https://nodejs.org and try again.'
