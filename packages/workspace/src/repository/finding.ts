/** A place where the repository is not as it should be, and what to do about it. */
export interface Finding {
  readonly file: string
  readonly line?: number
  readonly message: string
}

/** One line that an editor or a terminal turns into a link. */
export function describeFinding({ file, line, message }: Finding): string {
  return line === undefined ? `${file}: ${message}` : `${file}:${line}: ${message}`
}
