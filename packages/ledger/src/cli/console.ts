/** Where a command prints: results to `out`, everything else to `err`. */
export interface Console {
  /** Answers when the text is on its way, so that whoever writes much does not pile it up in memory. */
  out(text: string): void | Promise<void>
  err(text: string): void
  /** Whether `err` is a screen that somebody looks at: then progress is drawn on it. */
  readonly isTerminal: boolean
}
