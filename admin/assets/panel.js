/** Comfort for who has a script; every page works without it. */

const palette = document.querySelector('#palette')
const field = palette?.querySelector('input')
const found = palette?.querySelector('.palette-found')
let asked = 0

function isTyping(target) {
  return target instanceof HTMLElement && (target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName))
}

document.addEventListener('keydown', event => {
  const ctrlK = (event.ctrlKey || event.metaKey) && event.key.toLowerCase() === 'k'
  if (ctrlK || (event.key === '/' && !isTyping(event.target))) {
    event.preventDefault()
    openPalette()
  } else if (event.key === '?' && !isTyping(event.target)) {
    location.assign('/admin/find')
  }
})

function openPalette() {
  if (!palette || palette.open) return
  palette.showModal()
  field.value = ''
  look()
}

field?.addEventListener('input', look)

palette?.addEventListener('click', event => {
  if (event.target === palette) palette.close()
})

palette?.addEventListener('keydown', event => {
  const links = [...found.querySelectorAll('a')]
  const at = links.indexOf(document.activeElement)
  if (event.key === 'ArrowDown') move(event, links[at + 1] ?? links[0])
  else if (event.key === 'ArrowUp') move(event, at > 0 ? links[at - 1] : field)
  else if (event.key === 'Enter' && document.activeElement === field && links[0]) {
    event.preventDefault()
    links[0].click()
  }
})

function move(event, target) {
  event.preventDefault()
  target?.focus()
}

/** The same page that stands there without a script, and only its list. */
async function look() {
  const mine = ++asked
  const page = await read(`/admin/find?q=${encodeURIComponent(field.value)}`)
  const list = page?.querySelector('#found')
  if (list && mine === asked) found.replaceChildren(...list.children)
}

async function read(url) {
  const answer = await fetch(url).catch(() => undefined)
  return answer?.ok ? new DOMParser().parseFromString(await answer.text(), 'text/html') : undefined
}

/** Tasks at work: their bar is read again until they end. */
for (const task of document.querySelectorAll('[data-live]')) follow(task)

function follow(task) {
  setTimeout(async () => {
    if (document.hidden) return follow(task)
    const fresh = (await read(task.dataset.live))?.getElementById(task.id)
    if (!fresh) return
    task.replaceWith(fresh)
    if (fresh.dataset.live) follow(fresh)
  }, 2000)
}

/** Fields that count only when others have certain values. */
function showWhatApplies() {
  for (const part of document.querySelectorAll('[data-when]')) {
    const wanted = Object.entries(JSON.parse(part.dataset.when))
    part.hidden = !wanted.every(([name, values]) => [values].flat().some(value => settingOf(part, name) === String(value)))
  }
}

function settingOf(part, name) {
  const id = part.id.slice(4)
  const beside = id.includes('.') ? `${id.slice(0, id.lastIndexOf('.'))}.${name}` : name
  const control = document.getElementById(`field-${beside}`)
  return control?.type === 'checkbox' ? String(control.checked) : control?.value
}

if (document.querySelector('[data-when]')) {
  document.addEventListener('change', showWhatApplies)
  showWhatApplies()
}

/** A colour picker and a range say the same as the field beside them. */
for (const helper of document.querySelectorAll('[data-of]')) {
  const control = document.getElementById(helper.dataset.of)
  if (!control) continue
  if (helper.tagName === 'OUTPUT') {
    control.addEventListener('input', () => {
      helper.value = control.value
    })
    continue
  }
  helper.hidden = false
  helper.value = /^#[0-9a-f]{6}$/i.test(control.value) ? control.value : '#888888'
  helper.addEventListener('input', () => {
    control.value = helper.value
  })
  control.addEventListener('input', () => {
    if (/^#[0-9a-f]{6}$/i.test(control.value)) helper.value = control.value
  })
}
