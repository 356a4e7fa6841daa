/** One command of a shell block: `A=1 npm test -- --bail` is the words after its settings. */
export interface ShellCommand {
  readonly line: number
  readonly settings: readonly string[]
  readonly words: readonly string[]
}

const shells = ['sh', 'bash', 'shell', 'console', 'zsh']

export function isShell(language: string): boolean {
  return shells.includes(language)
}

/**
 * The commands of a shell block, without comments, prompts and what a `console` block prints in between. This reads
 * what documents show, not all that a shell can do: a here-document would be taken for commands.
 */
export function shellCommands(code: string, language: string): ShellCommand[] {
  const hasPrompts = language === 'console' || /^\$ /m.test(code)
  return joinedLines(code).flatMap(({ text, line }) => {
    if (hasPrompts && !text.startsWith('$ ')) return []
    const typed = text.replace(/^\$ /, '').replace(/(^|\s)#.*$/, '')
    return typed
      .split(/&&|\|\||[;|]/)
      .map((part) =>
        part
          .trim()
          .split(/\s+/)
          .filter((word) => word !== ''),
      )
      .filter((words) => words.length > 0)
      .map((words) => {
        const start = words.findIndex((word) => !/^(?:export$|[A-Z_][A-Z0-9_]*=)/.test(word))
        const end = start === -1 ? words.length : start
        return { line, settings: words.slice(0, end), words: words.slice(end) }
      })
  })
}

/** A line that ends with a backslash goes on in the next one. */
function joinedLines(code: string): { text: string; line: number }[] {
  const lines: { text: string; line: number }[] = []
  let isOpen = false
  for (const [index, text] of code.split('\n').entries()) {
    const last = lines.at(-1)
    if (isOpen && last !== undefined) last.text = `${last.text} ${text.trim()}`
    else lines.push({ text, line: index + 1 })
    isOpen = text.endsWith('\\')
    const current = lines.at(-1)
    if (isOpen && current !== undefined) current.text = current.text.replace(/\\$/, '')
  }
  return lines
}
