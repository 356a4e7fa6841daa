import type { Gate } from './gate.ts'

/** The gates that were named with those they need, in the order of the list; all of them when none was named. */
export function selectGates(gates: readonly Gate[], names: readonly string[]): Gate[] {
  const unknown = names.filter((name) => gates.every((gate) => gate.name !== name))
  if (unknown.length > 0) {
    const known = gates.map(({ name }) => name).join(', ')
    throw new Error(`There is no gate "${unknown.join('", "')}". There are: ${known}.`)
  }
  if (names.length === 0) return [...gates]
  const needed = new Set<string>()
  const need = (name: string): void => {
    needed.add(name)
    for (const other of gates.find((gate) => gate.name === name)?.needs ?? []) need(other)
  }
  for (const name of names) need(name)
  return gates.filter(({ name }) => needed.has(name))
}
