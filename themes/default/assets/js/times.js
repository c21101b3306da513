/** Keeps "5 min" true while the page stays open, and says the full date in the reader's time zone. */
const words = document.body.dataset
const locale = document.documentElement.lang
const full = new Intl.DateTimeFormat(locale, { dateStyle: 'full', timeStyle: 'short' })

function refresh() {
  for (const element of document.querySelectorAll('time[datetime]')) {
    const at = Date.parse(element.dateTime)
    const text = ago(Date.now() - at)
    if (text && element.textContent !== text) element.textContent = text
    if (!element.dataset.local) {
      element.dataset.local = 'yes'
      element.title = full.format(at)
    }
  }
}

function ago(age) {
  const minutes = Math.floor(age / 60_000)
  if (minutes < -1) return undefined
  if (minutes < 1) return words.justNow
  if (minutes < 60) return words.min.replace('#', minutes)
  if (minutes < 1440) return words.h.replace('#', Math.floor(minutes / 60))
  if (minutes < 10_080) return words.d.replace('#', Math.floor(minutes / 1440))
  return undefined
}

refresh()
setInterval(refresh, 60_000)
document.addEventListener('htmx:afterSettle', refresh)
