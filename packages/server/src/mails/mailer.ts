/** A mail as it leaves. It may hold a token, so it is never logged and never stored. */
export interface Letter {
  readonly to: string
  readonly subject: string
  readonly text: string
}

/** Whatever carries letters away. A failure is an error; it is tried again later. */
export interface Mailer {
  send(letter: Letter): Promise<void>
  close(): void
}
