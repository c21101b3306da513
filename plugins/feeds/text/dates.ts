import { monthNumber } from './month-names.ts'
import { zoneOffset } from './time-zones.ts'

/** Reads a date as feeds in the wild write it and gives UTC ISO text, or undefined. A time without a zone is taken as UTC. */
export function readDate(value: string | undefined): string | undefined {
  const text = value?.slice(0, 100).replace(/\s+/g, ' ').trim()
  if (!text) return undefined
  for (const read of [readEpoch, readIso, readNumeric, readNamed]) {
    const date = read(text)
    if (date) return date
  }
  return undefined
}

interface Moment {
  year: number
  month: number
  day: number
  time?: string
}

/** `2004-01-14T10:30:00.5+01:00`, `20040114T1030Z`, `2004-01`, `2004`; the separators and the zone are often wrong. */
function readIso(text: string): string | undefined {
  const match =
    /^(\d{4})-(\d{1,2})(?:-(\d{1,2}))?(?:[T ,]+(.*))?$/i.exec(text) ??
    /^(\d{4})(\d\d)(\d\d)(?:[T ]?(\d\d.*))?$/i.exec(text) ??
    /^(\d{4})$/.exec(text)
  if (!match) return undefined
  const [, year, month = '1', day = '1', time] = match
  return moment({ year: Number(year), month: Number(month), day: Number(day), time })
}

/** `1/14/2004 5:30 PM`, `14.01.2004`, `2004/01/14`, `2004年1月14日`. Month first, as Americans write, unless it cannot be. */
function readNumeric(text: string): string | undefined {
  const yearFirst = /^(\d{4})\s*[/.년年]\s*(\d{1,2})\s*[/.월月]\s*(\d{1,2})\s*[일日.]?(?:[ ,T]+(.*))?$/.exec(text)
  if (yearFirst) {
    const [, year, month, day, time] = yearFirst
    return moment({ year: Number(year), month: Number(month), day: Number(day), time })
  }
  const match = /^(\d{1,2})([/.-])(\d{1,2})\2(\d{4}|\d\d)(?:[ ,]+(.*))?$/.exec(text)
  if (!match) return undefined
  const [, first, separator, second, year, time] = match
  const dayFirst = separator === '.' || Number(first) > 12
  const [month, day] = dayFirst ? [second, first] : [first, second]
  return moment({ year: fullYear(year ?? ''), month: Number(month), day: Number(day), time })
}

function readEpoch(text: string): string | undefined {
  if (!/^(?:\d{10}|\d{13})$/.test(text)) return undefined
  return new Date(Number(text) * (text.length > 10 ? 1 : 1000)).toISOString()
}

/** `Wed, 14 Jan 2004 10:30:00 CET`, `January 14, 2004, 5:30 pm`, `Wed Jan 14 10:30:00 CET 2004`, and in other languages. */
function readNamed(text: string): string | undefined {
  const words = text.replace(/(\d)(?:st|nd|rd|th|er|º|ª)\b/gi, '$1')
  const time = /\b\d{1,2}[:.h]\d\d.*$/i.exec(words)?.[0]
  const before = time ? words.slice(0, -time.length) : words
  const named = /(\d{1,2})[\s.,-]+(?:de |di |d[’'])?([\p{L}\p{M}]{3,})[\s.,-]+(?:de |del )?(\d{4}|\d\d)(?!\d)/iu.exec(before)
  if (named) {
    const month = monthNumber(named[2] ?? '')
    return month
      ? moment({ year: fullYear(named[3] ?? ''), month, day: Number(named[1]), time: time ?? leftover(before, named) })
      : undefined
  }
  // A day of the week may come first, so any word that is a month will do.
  for (const match of before.matchAll(/([\p{L}\p{M}]{3,})\.?[\s-]+(\d{1,2})(?!\d)(?:[\s,-]+(\d{4}))?/giu)) {
    const month = monthNumber(match[1] ?? '')
    const yearLast = time ? /\s(\d{4})$/.exec(time) : undefined
    const year = match[3] ?? yearLast?.[1]
    if (month && year) return moment({ year: Number(year), month, day: Number(match[2]), time: yearLast ? time?.slice(0, -5) : time })
  }
  return undefined
}

/** A zone may follow a date without a time: `14 Jan 2004 GMT`. */
function leftover(text: string, match: RegExpExecArray): string | undefined {
  return text.slice(match.index + match[0].length).trim() || undefined
}

function moment({ year, month, day, time }: Moment): string | undefined {
  const clock = readClock(time)
  if (!clock || year < 1000 || month < 1 || month > 12 || day < 1 || day > 31) return undefined
  const date = new Date(
    Date.UTC(year, month - 1, day, clock.hours, clock.minutes, clock.seconds, clock.milliseconds) - clock.offset * 60_000,
  )
  return Number.isNaN(date.getTime()) || date.getUTCFullYear() > 9999 ? undefined : date.toISOString()
}

interface Clock {
  hours: number
  minutes: number
  seconds: number
  milliseconds: number
  /** Minutes east of Greenwich. */
  offset: number
}

function readClock(time = ''): Clock | undefined {
  const match = /^\s*T?(\d{1,2})(?:[:.h]?(\d\d))?(?:[:.](\d{1,2}))?(?:[.,](\d+))?\s*(?:([ap])\.?m\.?(?![a-z]))?\s*(.*)$/i.exec(time)
  if (!match) return { hours: 0, minutes: 0, seconds: 0, milliseconds: 0, offset: zoneOffset(time) }
  const [, hour = '0', minute = '0', second = '0', fraction = '0', half, zone = ''] = match
  const hours = half ? (Number(hour) % 12) + (half.toLowerCase() === 'p' ? 12 : 0) : Number(hour)
  if (hours > 24 || Number(minute) > 59) return undefined
  const milliseconds = Math.floor(Number(`0.${fraction}`) * 1000)
  return { hours, minutes: Number(minute), seconds: Math.min(Number(second), 60), milliseconds, offset: zoneOffset(zone) }
}

function fullYear(year: string): number {
  if (year.length > 2) return Number(year)
  return Number(year) < 70 ? 2000 + Number(year) : 1900 + Number(year)
}
