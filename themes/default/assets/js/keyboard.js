/** Keys for reading without a mouse: j and k between entries, the rest as the help on ? says. */
import { openForm } from './comment-inline.js'

const help = document.getElementById('keys')

const keys = {
  j: () => go(1),
  k: () => go(-1),
  o: () => click('.entry-title a, .when'),
  l: () => click('[data-like]'),
  c: () => {
    const entry = current()
    if (entry?.querySelector('[data-comment]')) openForm(entry)
  },
  n: () => document.getElementById('share-body')?.focus(),
  '.': () => document.querySelector('.news:not([hidden]) [data-show]')?.click(),
  '?': () => help?.showModal(),
}

document.addEventListener('keydown', event => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return
  if (event.target.closest('input, textarea, select, [contenteditable], dialog')) return
  const act = keys[event.key]
  if (!act) return
  event.preventDefault()
  act()
})

// By its id: an entry that is being renewed has neither mark nor focus for a moment.
let hereId

function current() {
  return document.activeElement?.closest('.entry') ?? document.getElementById(hereId)
}

// An entry that was renewed has lost its mark and what let it have the focus, which the browser takes away a moment later.
document.addEventListener('htmx:afterSettle', () => {
  const entry = hereId && document.getElementById(hereId)
  if (entry && [document.body, entry].includes(document.activeElement)) mark(entry)
})

function mark(entry) {
  document.querySelector('.entry.here')?.classList.remove('here')
  hereId = entry.id
  entry.classList.add('here')
  entry.tabIndex = -1
  entry.focus({ preventScroll: true })
}

function go(step) {
  const entries = [...document.querySelectorAll('.entry')]
  const at = entries.indexOf(current())
  const next = entries[at < 0 ? 0 : at + step]
  if (!next) return
  mark(next)
  next.scrollIntoView({ block: 'start', behavior: matchMedia('(prefers-reduced-motion: reduce)').matches ? 'auto' : 'smooth' })
}

function click(selector) {
  current()?.querySelector(selector)?.click()
}
