import { ProblemError } from '../plugins/problem-of.ts'

/** The version as the `ETag` of what staff look at. */
export function tagOf({ version }: { version: number }): string {
  return `"${version}"`
}

/**
 * The version that a decision is made on, from `If-Match`. A decision without one would be about whatever is there by
 * now. A tag that is none of ours fits no version.
 */
export function versionSeen(ifMatch: string | undefined): number {
  if (ifMatch === undefined) {
    throw new ProblemError('version_missing', 'Send the ETag of what you looked at in If-Match.')
  }
  const version = /^"([1-9]\d{0,8})"$/.exec(ifMatch.trim())?.[1]
  if (version === undefined) throw versionStale()
  return Number(version)
}

export function versionStale(): ProblemError {
  return new ProblemError('version_stale', 'It has changed since you looked at it. Look again, then decide.')
}
