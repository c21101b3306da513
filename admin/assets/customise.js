// Keeps the draft while somebody chooses, and shows the site with it beside the form. Without this there is a button for it.
const form = document.querySelector('[data-live-draft]')
const frame = document.querySelector('.device iframe')
let waiting
let busy = false

async function keep() {
  if (busy) return later()
  busy = true
  try {
    const answer = await fetch(form.action, { method: 'POST', body: new FormData(form), redirect: 'manual' })
    // A refused form is shown whole when somebody presses the button.
    if (answer.type === 'opaqueredirect') frame?.contentWindow.location.reload()
  } finally {
    busy = false
  }
}

function later() {
  clearTimeout(waiting)
  waiting = setTimeout(keep, 500)
}

if (form && frame) {
  form.addEventListener('input', event => {
    if (event.target.type !== 'file') later()
  })
}

// A colour can be picked as well as written.
for (const picker of document.querySelectorAll('input[type="color"][data-of]')) {
  const field = document.getElementById(picker.dataset.of)
  if (!field) continue
  picker.hidden = false
  picker.value = /^#[0-9a-f]{6}$/i.test(field.value) ? field.value : '#888888'
  picker.addEventListener('input', () => {
    field.value = picker.value
    field.dispatchEvent(new Event('input', { bubbles: true }))
  })
}
