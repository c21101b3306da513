/**
 * What hangs on an entry besides its text, as `entries.attachments` keeps it (a JSON array, in the order to be shown).
 * Addresses of pictures already lead to the site's own cache or uploads.
 */
export interface Attachment {
  /** `player` is an address to be framed, of a host that a service names. */
  kind: 'image' | 'player' | 'audio' | 'video' | 'file' | 'insert'
  url: string
  /** A smaller version of a picture. */
  thumbUrl?: string
  /** Of the picture or video, in pixels. */
  width?: number
  height?: number
  title?: string
  /** Media type: `audio/mpeg`. */
  type?: string
  bytes?: number
  /** Seconds. */
  duration?: number
  /** Width divided by height, of a player. */
  ratio?: number
  /** Of an insert: plugin and type, as `polls.poll`. */
  name?: string
  /** Of an insert: what the plugin keeps of it. */
  data?: Record<string, unknown>
  /** Of an insert: what stands there when the plugin is off or gone; sanitised. */
  fallbackHtml?: string
  /** The same in other languages than English, by their tags, where the plugin speaks them. */
  fallbacks?: Record<string, string>
  /** Moderators covered this picture. */
  blurred?: true
  /** Picture to show until somebody clicks. */
  stillUrl?: string
}
