/** "Comment" opens the form below the entry instead of going to its page. */
const template = document.getElementById('comment-form')

document.addEventListener('click', event => {
  const link = event.target.closest('[data-comment]')
  if (!link || !template || event.ctrlKey || event.metaKey || event.shiftKey) return
  event.preventDefault()
  openForm(link.closest('.entry'))
})

/** Puts the cursor into the entry's comment form and makes the form if there is none yet. */
export function openForm(entry) {
  const onPage = document.querySelector('.entry-page') ? document.querySelector('.main .comment-form textarea') : null
  const field = onPage ?? entry.querySelector('.comment-form textarea') ?? addForm(entry)
  field.focus()
}

function addForm(entry) {
  const id = entry.dataset.id
  const form = template.content.firstElementChild.cloneNode(true)
  const field = form.querySelector('textarea')
  form.action = `/entries/${id}/comments`
  form.setAttribute('hx-post', `/entries/${id}/comments`)
  form.dataset.draft = `comment-${id}`
  field.id = `comment-${id}-body`
  form.querySelector('label').htmlFor = field.id
  entry.append(form)
  window.htmx?.process(form)
  form.dispatchEvent(new CustomEvent('form-added', { bubbles: true }))
  return field
}

// A like renews the whole entry; a comment that is being written stays.
document.addEventListener('htmx:beforeSwap', event => {
  const form = event.detail.target.querySelector?.(':scope > .comment-form')
  if (!form || event.detail.requestConfig.elt === form) return
  const { id } = event.detail.target
  const hadFocus = form.contains(document.activeElement)
  document.addEventListener(
    'htmx:afterSettle',
    () => {
      document.getElementById(id)?.append(form)
      if (hadFocus) form.querySelector('textarea').focus()
    },
    { once: true },
  )
})

// The form on an entry's own page stands below the entry and is empty again when the comment stands there.
document.addEventListener('htmx:afterRequest', event => {
  const form = event.target.closest?.('.comment-form')
  if (!form || form.closest('.entry') || !event.detail.successful) return
  form.reset()
  form.querySelector('textarea').dispatchEvent(new Event('input', { bubbles: true }))
})

document.addEventListener('keydown', event => {
  const form = event.target.closest?.('.comment-form, .share-box')
  if (!form) return
  if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) form.requestSubmit()
  if (event.key === 'Escape' && form.closest('.entry')) {
    const entry = form.closest('.entry')
    form.remove()
    entry.tabIndex = -1
    entry.focus()
  }
})
