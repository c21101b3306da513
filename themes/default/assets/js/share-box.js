/** The share box opens when it is used and stays open; it says where the entry goes and which pictures it takes along. */
const box = document.getElementById('share')

if (box) {
  box.addEventListener('focusin', () => box.classList.add('open'))
  box.addEventListener('change', event => {
    if (event.target.type === 'file') nameFiles(event.target)
    if (event.target.name === 'to') nameDestinations()
  })
  if (location.hash === '#share') document.getElementById('share-body')?.focus()
}

document.addEventListener('click', event => {
  if (!box || !event.target.closest('[data-share-box]')) return
  event.preventDefault()
  document.getElementById('share-body')?.focus()
})

function nameFiles(input) {
  const label = box.querySelector('[data-file-names]')
  label.dataset.empty ??= label.textContent
  label.textContent = [...input.files].map(file => file.name).join(', ') || label.dataset.empty
}

function nameDestinations() {
  const names = [...box.querySelectorAll('input[name="to"]:checked')].map(input => input.parentElement.textContent.trim())
  box.querySelector('[data-to-names]').textContent = new Intl.ListFormat(document.documentElement.lang).format(names)
}
