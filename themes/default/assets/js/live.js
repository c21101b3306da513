/**
 * Tells when there is something new. The server says that there is (event `news`); the page asks its own address what, and
 * nothing moves until the reader wants it. Hidden pages close the connection, and ask when they are looked at again.
 */
const bar = document.querySelector('.news[data-live-url]')

if (bar) {
  const show = bar.querySelector('[data-show]')
  const pause = bar.querySelector('[data-pause]')
  const title = document.title
  let connection
  let opened = false
  let paused = false
  let asking = false
  let found

  const connect = () => {
    if (connection || paused || document.hidden) return
    connection = new EventSource(bar.dataset.liveUrl)
    connection.addEventListener('open', () => {
      if (opened) lookSoon()
      opened = true
    })
    connection.addEventListener('news', lookSoon)
    connection.addEventListener('notifications', event => showUnread(JSON.parse(event.data).unread))
    connection.addEventListener('closed', disconnect)
  }
  const disconnect = () => {
    connection?.close()
    connection = undefined
  }
  // News come in bursts and to everybody at once, so each page waits a moment of its own; longer when there is some already.
  const lookSoon = () => {
    if (asking) return
    asking = true
    const least = bar.classList.contains('has-news') ? 8000 : 500
    setTimeout(look, least + Math.random() * 1500)
  }
  const look = async () => {
    asking = false
    const answer = await fetch(bar.dataset.newerUrl, { headers: { 'HX-Request': 'true' } }).catch(() => undefined)
    if (!answer?.ok) return
    found = new DOMParser().parseFromString(await answer.text(), 'text/html')
    tell(found.querySelectorAll('.entry').length)
  }
  const tell = count => {
    bar.classList.toggle('has-news', count > 0)
    show.hidden = count < 1
    show.textContent = bar.dataset.text.replace('#', count)
    document.title = count < 1 ? title : `(${count}) ${title}`
  }

  show.addEventListener('click', () => {
    // So much came in that the page would have a hole.
    if (found.querySelector('template[data-reload]')) return location.assign(location.pathname)
    bar.dataset.newerUrl = found.querySelector('template[data-newer-url]')?.dataset.newerUrl ?? bar.dataset.newerUrl
    slideIn([...found.querySelectorAll('.entry')])
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

/** The number beside the bell. Its place is empty while everything is read. */
function showUnread(unread) {
  const place = document.querySelector('[data-unread]')
  if (!place) return
  place.hidden = unread < 1
  place.firstChild.textContent = unread > 99 ? '99+' : String(unread)
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
