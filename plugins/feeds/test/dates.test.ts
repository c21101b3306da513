import t from 'tap'
import { readDate } from '../text/dates.ts'

const same: Record<string, string[]> = {
  '2004-01-14T09:30:00.000Z': [
    'Wed, 14 Jan 2004 10:30:00 CET',
    'Wed, 14 Jan 2004 09:30:00 GMT',
    'Wed, 14 Jan 2004 04:30:00 -0500',
    'Wed, 14 Jan 04 09:30 Z',
    '14 Jan 2004 01:30 PST',
    'Wednesday, 14-Jan-04 09:30:00 UTC',
    'Wed Jan 14 09:30:00 2004',
    'Wed Jan 14 10:30:00 CET 2004',
    'Wed Jan 14 2004 10:30:00 GMT+0100 (Central European Time)',
    'January 14, 2004, 9:30 am',
    'Mi, 14 Jän 2004 10:30:00 +0100',
    'mercredi 14 janvier 2004 10:30 +01:00',
    'miércoles, 14 de enero de 2004 09:30',
    '14 января 2004 09:30',
    '14 Ocak 2004 11:30 EET',
    '2004-01-14T09:30:00Z',
    '2004-01-14T10:30:00+01:00',
    '2004-01-14 10:30:00 +0100',
    '2004-1-14 9:30',
    '20040114T093000Z',
    '2004/01/14 09:30',
    '1/14/2004 9:30 AM',
    '14.01.2004 09:30',
    '2004年1月14日 09:30',
    '1074072600',
    '1074072600000',
  ],
  '2004-01-14T00:00:00.000Z': ['2004-01-14', '20040114', '14 Jan 2004', 'Jan 14, 2004', '13 Jan 2004 24:00', '14 Jan 2004 GMT'],
  '2004-01-01T00:00:00.000Z': ['2004', '2004-01'],
  '1999-12-31T00:00:00.000Z': ['31 Dec 99', '12/31/99'],
}

for (const [expected, spellings] of Object.entries(same)) {
  t.test(`${expected} in ${spellings.length} spellings`, async t => {
    for (const spelling of spellings) t.equal(readDate(spelling), expected, spelling)
  })
}

t.test('what is no date is undefined', async t => {
  for (const text of [undefined, '', 'yesterday', '14 Foo 2004', '2004-13-40', '99:99', '0000-00-00', 'Wed, 14 Jan 2004 99:00']) {
    t.equal(readDate(text), undefined, String(text))
  }
})
