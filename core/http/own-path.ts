/** A path of this site, as a pattern: browsers leave out tabs and line ends, after which two slashes would begin the name of another host. */
export const ownPathPattern = '^/(?![/\\\\])[^\\u0000-\\u0020\\u007f\\\\]*$'

const ownPath = new RegExp(ownPathPattern)

/** Whether a text is a path of this site, and leads nowhere else in any browser. */
export function isOwnPath(text: unknown): text is string {
  return typeof text === 'string' && ownPath.test(text)
}
