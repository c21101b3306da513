/** "Share" hands the entry's address to the device, or copies it. */
import { flash } from './flash.js'

document.addEventListener('click', async event => {
  const link = event.target.closest('[data-share]')
  if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return
  if (!navigator.share && !navigator.clipboard) return
  event.preventDefault()
  if (navigator.share) return navigator.share({ url: link.href }).catch(() => {})
  await navigator.clipboard.writeText(link.href)
  flash(document.body.dataset.copied)
})
