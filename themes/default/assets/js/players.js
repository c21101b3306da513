/** A still with a play mark becomes the player when it is clicked: nothing is loaded from elsewhere before. */
document.addEventListener('click', event => {
  const still = event.target.closest('[data-embed-url]')
  if (!still || event.ctrlKey || event.metaKey || event.shiftKey) return
  event.preventDefault()
  const address = new URL(still.dataset.embedUrl)
  address.searchParams.set('autoplay', '1')
  const player = document.createElement('div')
  player.className = 'player'
  const frame = document.createElement('iframe')
  frame.src = address.href
  frame.title = still.dataset.embedTitle
  frame.allow = 'autoplay; fullscreen; picture-in-picture; encrypted-media'
  frame.referrerPolicy = 'strict-origin-when-cross-origin'
  player.append(still.querySelector('.ratio'), frame)
  still.replaceWith(player)
  frame.focus()
})
