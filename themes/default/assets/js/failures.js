/** Shows why a request of htmx failed: the server answers with a sentence. */
import { flash } from './flash.js'

document.addEventListener('htmx:responseError', event => {
  const answer = new DOMParser().parseFromString(event.detail.xhr.responseText, 'text/html')
  const text = (answer.querySelector('.problem') ?? answer.querySelector('main p') ?? answer.body).textContent.trim()
  flash(text || event.detail.xhr.statusText)
})

document.addEventListener('htmx:sendError', () => flash(document.body.dataset.offline))
