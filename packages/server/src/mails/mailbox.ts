import type { Letter, Mailer } from './mailer.ts'

/** A mailer that keeps the last letters in memory, for the demo and for tests. Nothing leaves the process. */
export interface Mailbox extends Mailer {
  /** The newest first. */
  letters(): readonly Letter[]
}

const most = 100

export function createMailbox(): Mailbox {
  const kept: Letter[] = []
  return {
    async send(letter) {
      kept.unshift(letter)
      kept.length = Math.min(kept.length, most)
    },
    letters: () => [...kept],
    close: () => undefined,
  }
}
