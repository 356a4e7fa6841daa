import { type Command, keyOf } from '../engine/command.ts'
import type { CommandGroup } from '../engine/decide-batch.ts'
import { tellNeeds, type Wants } from '../engine/needs.ts'
import type { HoldId, JournalId } from '../ids.ts'

/** Everything that commands need a lock on: `account main user:1`, `hold main <id>`, as the store names what it finds locked. Keys it cannot see. */
export function namesOf(groups: readonly CommandGroup[]): ReadonlySet<string> {
  const names = new Names()
  for (const group of groups) for (const command of group) names.take(command)
  return names.all
}

class Names implements Wants {
  readonly all = new Set<string>()
  #book = ''

  take(command: Command): void {
    this.#book = command.book
    const key = keyOf(command)
    if (key !== null) this.all.add(`key ${this.#book} ${key}`)
    tellNeeds(command, this)
  }

  account(code: string): void {
    this.all.add(`account ${this.#book} ${code}`)
  }

  hold(id: HoldId): void {
    this.all.add(`hold ${this.#book} ${id}`)
  }

  journal(id: JournalId): void {
    this.all.add(`journal ${this.#book} ${id}`)
  }

  /** Its account was told, and that is the lock. */
  toOpen(): void {}

  /** The index of references is asked in the end, by whoever comes second. */
  reference(): void {}
}
