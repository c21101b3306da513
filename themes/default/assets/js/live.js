/**
 * Tells when there is something new. The server says how much (event `news` with { count }); nothing moves until the reader
 * asks for it. Hidden pages close the connection.
 */
const bar = document.querySelector('.news[data-live-url]')

if (bar) {
  const show = bar.querySelector('[data-show]')
  const pause = bar.querySelector('[data-pause]')
  const title = document.title
  let connection
  let paused = false

  const connect = () => {
    if (connection || paused || document.hidden) return
    connection = new EventSource(bar.dataset.liveUrl)
    connection.addEventListener('news', event => tell(Number(JSON.parse(event.data).count)))
  }
  const disconnect = () => {
    connection?.close()
    connection = undefined
  }
  const tell = count => {
    bar.classList.toggle('has-news', count > 0)
    show.hidden = count < 1
    show.textContent = bar.dataset.text.replace('#', count)
    document.title = count < 1 ? title : `(${count}) ${title}`
  }

  show.addEventListener('click', async () => {
    const answer = await fetch(bar.dataset.newerUrl, { headers: { 'HX-Request': 'true' } })
    if (!answer.ok) return location.reload()
    const page = new DOMParser().parseFromString(await answer.text(), 'text/html')
    bar.dataset.newerUrl = page.querySelector('template[data-newer-url]')?.dataset.newerUrl ?? bar.dataset.newerUrl
    slideIn([...page.querySelectorAll('.entry')])
    tell(0)
  })
  pause.addEventListener('click', () => {
    paused = !paused
    pause.setAttribute('aria-pressed', String(paused))
    if (paused) disconnect()
    else connect()
  })
  bar.hidden = false
  document.addEventListener('visibilitychange', () => (document.hidden ? disconnect() : connect()))
  addEventListener('pagehide', disconnect)
  connect()
}

/** An entry that is on the page already moves up instead of standing there twice. */
function slideIn(fresh) {
  const stream = document.querySelector('.stream')
  for (const entry of fresh) {
    document.getElementById(entry.id)?.remove()
    entry.classList.add('slide-in')
  }
  stream.prepend(...fresh)
  for (const entry of fresh) window.htmx?.process(entry)
  fresh[0]?.scrollIntoView({ block: 'nearest' })
  document.querySelector('.empty')?.remove()
}
