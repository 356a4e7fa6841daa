import type { Console } from './console.ts'

/** One line on a screen that is drawn over again and again; nowhere else anything is drawn. */
export class ProgressLine {
  readonly #console: Console
  #width = 0
  #drawnAt = 0

  constructor(console: Console) {
    this.#console = console
  }

  draw(text: string): void {
    const now = performance.now()
    if (!this.#console.isTerminal || now - this.#drawnAt < 100) return
    this.#drawnAt = now
    this.#console.err(`\r${text.padEnd(this.#width)}`)
    this.#width = text.length
  }

  clear(): void {
    if (this.#width > 0) this.#console.err(`\r${' '.repeat(this.#width)}\r`)
    this.#width = 0
  }
}

/** `1,234,567`. */
export function grouped(count: number): string {
  return new Intl.NumberFormat('en').format(count)
}

/** `2 h 5 min`, `3 min 20 s`, `8 s`: the two largest units. */
export function duration(seconds: number): string {
  if (!Number.isFinite(seconds)) return 'unknown'
  const parts = [
    [Math.floor(seconds / 3_600), 'h'],
    [Math.floor(seconds / 60) % 60, 'min'],
    [Math.ceil(seconds % 60), 's'],
  ] as const
  const first = parts.findIndex(([count]) => count > 0)
  if (first < 0) return '0 s'
  return parts
    .slice(first, first + 2)
    .filter(([count]) => count > 0)
    .map(([count, unit]) => `${count} ${unit}`)
    .join(' ')
}
