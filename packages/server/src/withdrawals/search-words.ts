/**
 * The words of a text, as they are stored and looked for. Not by the parser of PostgreSQL: that takes a mail address for
 * one word or several, and some names for numbers, and nobody could say what is found.
 */
export function searchWords(...texts: readonly string[]): string[] {
  const words = texts
    .join(' ')
    .normalize('NFC')
    .toLowerCase()
    .match(/[\p{L}\p{M}\p{N}]+/gu)
  return [...new Set(words ?? [])]
}
