/**
 * One line of a CSV file (RFC 4180). What a spreadsheet would take for a formula gets an apostrophe before it, because the
 * cells were typed by people we do not know.
 */
export function csvLine(cells: readonly unknown[]): string {
  return `${cells.map(cell => csvCell(cell === null || cell === undefined ? '' : String(cell))).join(',')}\r\n`
}

function csvCell(text: string): string {
  const tame = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text
  return /[",\r\n]/.test(tame) ? `"${tame.replaceAll('"', '""')}"` : tame
}
