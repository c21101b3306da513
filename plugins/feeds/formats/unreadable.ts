/** A document is no feed. The message is a sentence for the member. The core's own error is not loaded into workers. */
export class Unreadable extends Error {
  override readonly name = 'Unreadable'
}
