/** The operating system's name for a failure (`ENOENT`, `EACCES`), or undefined when it is not one. */
export function systemErrorCode(error: unknown): string | undefined {
  if (!(error instanceof Error && 'code' in error)) return undefined
  return typeof error.code === 'string' ? error.code : undefined
}
