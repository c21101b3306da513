/** Minutes east of Greenwich for `+0100`, `-05:00`, `GMT+2`, `EST`, `Z`. Unknown names count as Greenwich. */
export function zoneOffset(zone: string): number {
  const text = zone.trim()
  const numeric = /^(?:GMT|UTC|UT|Z)?\s*([+\u2212-])\s*(\d{1,2}):?(\d\d)?/i.exec(text)
  if (numeric) {
    const [, sign, hours, minutes = '0'] = numeric
    const offset = Number(hours) * 60 + Number(minutes)
    return offset > 15 * 60 ? 0 : sign === '+' ? offset : -offset
  }
  const name = /^\(?([A-Z]{1,5})/i.exec(text)?.[1]?.toUpperCase()
  return (name !== undefined && hours[name] !== undefined ? hours[name] : 0) * 60
}

// Where a name has several meanings (CST, IST, BST), the one that feeds use most.
const hours: Record<string, number> = {
  ...{ Z: 0, UT: 0, UTC: 0, GMT: 0, WET: 0, WEST: 1, BST: 1, IST: 5.5, CET: 1, MEZ: 1, CEST: 2, MESZ: 2, MEST: 2, MET: 1, EET: 2, EEST: 3 },
  ...{ MSK: 3, MSD: 4, TRT: 3, GST: 4, PKT: 5, ICT: 7, WIB: 7, HKT: 8, SGT: 8, AWST: 8, JST: 9, KST: 9, ACST: 9.5, AEST: 10, AEDT: 11 },
  ...{ NZST: 12, NZDT: 13, EST: -5, EDT: -4, ET: -5, CST: -6, CDT: -5, CT: -6, MST: -7, MDT: -6, MT: -7, PST: -8, PDT: -7, PT: -8 },
  ...{ AKST: -9, AKDT: -8, HST: -10, AST: -4, ADT: -3, NST: -3.5, NDT: -2.5, BRT: -3, ART: -3 },
}
