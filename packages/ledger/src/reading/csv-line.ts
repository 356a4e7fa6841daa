/**
 * One line of a CSV file as RFC 4180 has it. A text that a spreadsheet would take for a formula gets an apostrophe in
 * front, which spreadsheets show as the text itself: a description must not be able to run anything on the desk of whoever
 * opens the file. A plain number may begin with a minus and stays one.
 */
export function csvLine(cells: readonly (string | null)[]): string {
  return `${cells.map(csvCell).join(',')}\r\n`
}

function csvCell(text: string | null): string {
  const safe = mayBeFormula(text ?? '') ? `'${text}` : (text ?? '')
  return /[",\r\n]|^\s|\s$/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe
}

// Full-width signs are taken for the plain ones by some programs, and leading white space is skipped by others.
function mayBeFormula(text: string): boolean {
  return (
    /^[\s\p{Cc}]*[=+\-@\uFF1D\uFF0B\uFF0D\uFF20|%]|^[\t\r\n]/u.test(text) && !/^-?\d+(\.\d+)?$/.test(text)
  )
}
