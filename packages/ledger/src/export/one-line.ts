/** Text of people's on one line. Line ends and other controls, which a screen may obey, become spaces, and so do runs of space. */
export function oneLine(text: string): string {
  return text.replace(/[\p{C}\p{Z}]+/gu, ' ').trim()
}
