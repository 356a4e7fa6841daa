/** What a person sees when everything runs: where it is, and how to end it. */
export function announcement(
  rows: readonly (readonly [label: string, value: string])[],
  ending: string,
): string {
  const width = Math.max(...rows.map(([label]) => label.length))
  const lines = rows.map(([label, value]) => `    ${label.padEnd(width)}   ${value}`)
  return ['', '  Evenkeel is running.', '', ...lines, '', `  ${ending}`, '', ''].join('\n')
}
