/** Text areas with `data-grow` are as high as their text. New browsers do it by themselves, see `field-sizing` in forms.css. */
if (!CSS.supports('field-sizing', 'content')) {
  document.addEventListener('input', event => {
    const field = event.target
    if (!field.matches('textarea[data-grow]')) return
    field.style.blockSize = 'auto'
    field.style.blockSize = `${field.scrollHeight + 2}px`
  })
}
