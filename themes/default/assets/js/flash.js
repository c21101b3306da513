/** Says a line at the bottom of the page for a few seconds; screen readers hear it. */
let timer

export function flash(text) {
  const line = document.getElementById('news-flash')
  if (!line) return
  line.textContent = text
  clearTimeout(timer)
  timer = setTimeout(() => {
    line.textContent = ''
  }, 6000)
}
