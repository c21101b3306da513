/** `#comment-3` on an entry's page leads to its third comment: numbers stay, so they make good addresses. */
const number = /^#comment-(\d+)$/.exec(location.hash)?.[1]
const comment = number && document.querySelector(`.entry-page .comment[data-number="${number}"]`)

if (comment) {
  comment.classList.add('here')
  comment.tabIndex = -1
  comment.focus({ preventScroll: true })
  comment.scrollIntoView({ block: 'center' })
}
