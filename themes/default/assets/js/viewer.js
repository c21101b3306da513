/** Shows the pictures of a strip large, one after the other. */
const viewer = document.getElementById('viewer')
let strip = []
let at = 0

document.addEventListener('click', event => {
  const link = event.target.closest('[data-view]')
  if (!link || !viewer || event.ctrlKey || event.metaKey || event.shiftKey) return
  event.preventDefault()
  strip = [...link.closest('.pictures').querySelectorAll('[data-view]')]
  show(strip.indexOf(link))
  viewer.showModal()
})

viewer?.addEventListener('click', event => {
  const step = event.target.closest('[data-step]')
  if (step) show(at + Number(step.dataset.step))
  else if (event.target === viewer || event.target.matches('figure')) viewer.close()
})

viewer?.addEventListener('keydown', event => {
  const forward = document.documentElement.dir === 'rtl' ? 'ArrowLeft' : 'ArrowRight'
  if (event.key === forward) show(at + 1)
  else if (event.key.startsWith('Arrow')) show(at - 1)
})

function show(index) {
  at = Math.max(0, Math.min(strip.length - 1, index))
  const picture = viewer.querySelector('img')
  const { alt } = strip[at].querySelector('img')
  picture.src = strip[at].href
  picture.alt = alt
  viewer.querySelector('figcaption').textContent = alt
  for (const step of viewer.querySelectorAll('[data-step]')) {
    step.hidden = !strip[at + Number(step.dataset.step)]
  }
}
