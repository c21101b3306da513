/** Keeps what was typed into forms with `data-draft` for the session, until it was sent. */
function keep(form) {
  const field = form.querySelector('textarea')
  try {
    if (field.value) sessionStorage.setItem(`draft-${form.dataset.draft}`, field.value)
    else sessionStorage.removeItem(`draft-${form.dataset.draft}`)
  } catch {
    // Storage is full or forbidden: then there are no drafts.
  }
}

function restore(form) {
  const field = form.querySelector('textarea')
  try {
    const draft = sessionStorage.getItem(`draft-${form.dataset.draft}`)
    if (!draft || field.value) return
    field.value = draft
    field.dispatchEvent(new Event('input', { bubbles: true }))
  } catch {
    // As above.
  }
}

document.addEventListener('input', event => {
  const form = event.target.closest('form[data-draft]')
  if (form && event.target.matches('textarea')) keep(form)
})

document.addEventListener('submit', event => {
  const form = event.target
  if (!form.dataset.draft) return
  try {
    sessionStorage.removeItem(`draft-${form.dataset.draft}`)
  } catch {
    // As above.
  }
})

// A request that failed leaves the form as it is, and so its draft.
document.addEventListener('htmx:responseError', event => {
  const form = event.target.closest('form[data-draft]')
  if (form) keep(form)
})

document.addEventListener('form-added', event => restore(event.target))
for (const form of document.querySelectorAll('form[data-draft]')) restore(form)
