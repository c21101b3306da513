// The queue without a reload per case: cases open beside the list, a decided one goes, and the next is there. Everything works without this.
const queue = document.querySelector('[data-queue]')
const pane = queue?.querySelector('[data-pane]')
const rows = () => [...(queue?.querySelectorAll('.case-row') ?? [])]
let here

async function ask(url, options = {}) {
  const headers = { 'HX-Request': 'true', ...options.headers }
  const answer = await fetch(url, { credentials: 'same-origin', ...options, headers })
  const text = await answer.text()
  if (answer.ok) return text
  const shown = document.createElement('div')
  shown.innerHTML = text
  throw new Error(shown.textContent.trim() || 'This did not work. Please try again.')
}

async function open(row) {
  if (!row || !pane) return
  here = row
  for (const other of rows()) other.classList.toggle('here', other === row)
  row.scrollIntoView({ block: 'nearest' })
  try {
    const html = await ask(`/moderation/cases/${row.dataset.case}`)
    if (here === row) pane.innerHTML = html
  } catch (error) {
    if (here === row) pane.textContent = error.message
  }
}

function next(step) {
  const all = rows()
  const at = all.indexOf(here)
  return all[Math.max(0, Math.min(all.length - 1, at + step))]
}

/** A decided case goes, and the one after it opens. */
function leave(id) {
  const row = rows().find(one => one.dataset.case === id)
  const after = row?.nextElementSibling ?? row?.previousElementSibling
  row?.remove()
  if (after) open(after)
  else pane.textContent = 'Nothing is left on this page.'
}

/** Somebody else was faster: the case as it is now is a click away, and what was written goes along. */
function offerAgain(form, id) {
  const again = document.createElement('button')
  again.type = 'button'
  again.textContent = 'Look at it again'
  again.addEventListener('click', async () => {
    const { value } = form.elements.reason
    await open(rows().find(row => row.dataset.case === id))
    const reason = pane.querySelector('[data-decide]')?.elements.reason
    if (reason) reason.value = value
  })
  form.querySelector('[data-problem]').append(' ', again)
}

async function send(form, submitter) {
  const body = new URLSearchParams(new FormData(form, submitter))
  body.set('part', 'yes')
  const headers = { 'Content-Type': 'application/x-www-form-urlencoded' }
  return ask(submitter?.hasAttribute('formaction') ? submitter.formAction : form.action, { method: 'POST', body: body.toString(), headers })
}

queue?.addEventListener('submit', async event => {
  const form = event.target
  if (form.matches('[data-decide]')) {
    event.preventDefault()
    const { open: id } = form.closest('[data-open]').dataset
    const say = message => {
      form.querySelector('[data-problem]').textContent = message
    }
    try {
      await send(form, event.submitter)
      if (event.submitter?.matches('[data-keep]')) say('Kept for the next time.')
      else leave(id)
    } catch (error) {
      say(error.message)
      if (/changed|decided/.test(error.message)) offerAgain(form, id)
    }
  } else if (form.matches('[data-part]')) {
    event.preventDefault()
    try {
      pane.innerHTML = await send(form, event.submitter)
    } catch (error) {
      pane.querySelector('[data-problem]')?.append(error.message)
    }
  }
})

queue?.addEventListener('click', event => {
  const link = event.target.closest('.case-row a')
  if (link && !event.metaKey && !event.ctrlKey && !event.shiftKey) {
    event.preventDefault()
    open(link.closest('.case-row'))
  }
  const answer = event.target.closest('[data-answer]')
  if (answer) fill(answer.closest('form'), answer.dataset)
})

/** A saved answer: its words, its rule and what is done with it. */
function fill(form, { answer, steps, rule }) {
  form.elements.reason.value = answer
  if (Number(rule) > 0) form.elements.rule.value = rule
  const wanted = steps ? steps.split(' ') : []
  if (wanted.length > 0) for (const box of form.querySelectorAll('[name=steps]')) box.checked = wanted.includes(box.value)
}

document.addEventListener('keydown', event => {
  const isTyping = event.target.closest?.('input:not([type=checkbox]), textarea, select, dialog')
  const form = pane?.querySelector('[data-decide]')
  if (event.key === 'Enter' && event.ctrlKey && form) {
    event.preventDefault()
    form.requestSubmit()
    return
  }
  if (event.key === 'Escape' && isTyping) event.target.blur()
  if (isTyping || event.ctrlKey || event.metaKey || event.altKey || !queue) return
  if (event.key === 'j' || event.key === 'k') return open(next(event.key === 'j' ? 1 : -1))
  if (event.key === 'x' && here) return here.querySelector('input').click()
  const choice = pane?.querySelector(`[data-key="${CSS.escape(event.key)}"]`)
  if (!choice) return
  event.preventDefault()
  choice.click()
  // Keeping needs no reason: it is decided at once.
  if (event.key === 'a' && choice.checked) form?.requestSubmit()
  else if (choice.type === 'checkbox' && choice.form) form?.elements.reason.focus()
})
