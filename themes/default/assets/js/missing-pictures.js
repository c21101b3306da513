/** A picture that does not come leaves its place empty; the browser's mark for it says nothing to a reader. */
document.addEventListener('error', event => hide(event.target), true)
for (const picture of document.images) if (picture.src && picture.complete && picture.naturalWidth === 0) hide(picture)

function hide(element) {
  if (element.matches?.('img:not(.prose img, .viewer img)')) element.classList.add('missing')
}
