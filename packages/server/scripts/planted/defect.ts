/** A mistake that somebody could make in money out, as a change of one place in the sources. */
export interface Defect {
  /** What is wrong with the service once it is planted. */
  readonly what: string
  /** Under `src`. */
  readonly file: string
  /** Stands in the file exactly once. */
  readonly find: string
  readonly replace: string
  /** The test file that has to notice, under `test`. */
  readonly noticedBy: string
}

/** The source with the defect in it. Throws when it no longer says what the defect would change. */
export function plantedIn(source: string, { file, find, replace }: Defect): string {
  const pieces = source.split(find)
  if (pieces.length === 2) return pieces.join(replace)
  const times = pieces.length === 1 ? 'nowhere' : `${pieces.length - 1} times`
  throw new Error(
    `src/${file} says ${JSON.stringify(find)} ${times}. Write the defect anew for what it says now.`,
  )
}
