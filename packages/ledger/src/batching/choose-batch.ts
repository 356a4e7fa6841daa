import type { Call } from './call.ts'

/** What a batch may be made of. */
export interface Terms {
  /** Commands after which no call is wanted but those that need what one of the batch needs. */
  readonly share: number
  /** Commands that fit in, unless a single call brings more: that one travels alone. */
  readonly mostCommands: number
  /** What a call needs, by name. */
  namesOf(call: Call): ReadonlySet<string>
  /** Whether it may be under way beside all that is. */
  isFree(call: Call): boolean
  /** Whether it is better left for a batch that follows this one than taken along for what it shares with it. */
  isLeftToFollow(call: Call): boolean
}

/** The calls of a batch and what they need, and those that stay of the ones that were looked at. */
export interface Choice {
  readonly calls: readonly Call[]
  readonly commands: number
  readonly needed: ReadonlySet<string>
  readonly kept: readonly Call[]
  readonly looked: number
}

/**
 * The next calls in order: a fair share of those that wait, and all that need what one of them needs. A call that must
 * wait for a batch under way keeps everything it needs from those behind it, or they could keep it waiting for ever.
 */
export function chooseBatch(waiting: readonly Call[], terms: Terms): Choice {
  const { share, mostCommands } = terms
  const calls: Call[] = []
  const kept: Call[] = []
  const needed = new Set<string>()
  const passed = new Set<string>()
  let commands = 0
  let looked = 0
  for (const call of waiting) {
    // How far it looks has a bound: in a long queue for one account it would look in vain.
    if (kept.length === mostCommands || commands >= mostCommands) break
    looked += 1
    // Whoever gave up while waiting has been told so; nothing of it is written.
    if (call.isSettled) continue
    const names = terms.namesOf(call)
    const isFree = terms.isFree(call) && !overlap(names, passed)
    const isWanted = commands < share || (overlap(names, needed) && !terms.isLeftToFollow(call))
    const fits = calls.length === 0 || commands + call.size <= mostCommands
    const isTaken = isFree && isWanted && fits
    const [place, theirs] = isTaken ? [calls, needed] : [kept, passed]
    place.push(call)
    for (const name of names) theirs.add(name)
    if (isTaken) commands += call.size
  }
  return { calls, commands, needed, kept, looked }
}

function overlap(names: ReadonlySet<string>, others: ReadonlySet<string>): boolean {
  for (const name of names) if (others.has(name)) return true
  return false
}
