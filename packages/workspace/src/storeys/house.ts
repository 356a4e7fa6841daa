/** The shape of the plan: which packages there are, and what stands on which storey of each. */
export interface House {
  readonly packages: readonly PackagePlan[]
  /** The packages of ours that a program in `examples/` may import. */
  readonly examplesImport: readonly string[]
}

export interface PackagePlan {
  readonly name: string
  readonly folder: string
  readonly purpose: string
  /** Packages of ours that `src` may import. */
  readonly imports: readonly AllowedPackage[]
  /** Packages of ours that only `test` and `scripts` may import. */
  readonly testsImport: readonly string[]
  /** From the ground up: a room imports its own storey's ground, never a higher one. */
  readonly storeys: readonly Storey[]
  /** Imports between two rooms of one storey. */
  readonly exceptions: readonly Exception[]
  /** Top-level folders besides `src`, `test` and `scripts`. */
  readonly folders?: readonly string[]
  /** Folders of files that are run in another project: what they import is not this package's import. */
  readonly runElsewhere?: readonly string[]
}

export interface AllowedPackage {
  readonly name: string
  /** The only rooms that may import it; any room where nothing is said. */
  readonly rooms?: readonly string[]
  readonly because: string
}

export interface Storey {
  readonly about: string
  /** A room is a folder of `src`, or a file there without its extension. */
  readonly rooms: readonly string[]
}

export interface Exception {
  readonly from: string
  readonly to: string
  readonly because: string
}

/** Where a room stands, counted from zero; nothing for a room that the plan does not know. */
export function storeyOf(plan: PackagePlan, room: string): number | undefined {
  const storey = plan.storeys.findIndex(({ rooms }) => rooms.includes(room))
  return storey === -1 ? undefined : storey
}

/** The room of a file of `src`: `packages/ledger/src/money/format.ts` stands in `money`, `src/clock.ts` in `clock`. */
export function roomOf(plan: PackagePlan, path: string): string {
  const inside = path.slice(`${plan.folder}/src/`.length)
  const [first = ''] = inside.split('/')
  return first.replace(/\.[cm]?[jt]sx?$/, '')
}

/** The top-level folder of its package in which a file stands, or `''` for a file beside `package.json`. */
export function folderOf(plan: PackagePlan, path: string): string {
  const inside = path.slice(plan.folder.length + 1)
  return inside.includes('/') ? (inside.split('/')[0] ?? '') : ''
}
