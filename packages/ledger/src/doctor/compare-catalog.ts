import type { CatalogObject } from '../migrations/catalog-object.ts'
import type { Complaint } from './complaint.ts'

/** In what a schema is not the one that the migrations make. */
export function compareCatalog(
  expected: readonly CatalogObject[],
  found: readonly CatalogObject[],
): Complaint[] {
  const there = new Map(found.map((object) => [nameOf(object), object]))
  const known = new Set(expected.map(nameOf))
  const isGone = (table: string): boolean => !there.has(`table ${table}`)
  return [
    ...expected.flatMap((object) => {
      const actual = there.get(nameOf(object))
      if (actual?.definition === object.definition) return []
      // A table that is gone says it once, not once for each of its parts.
      if (object.kind !== 'table' && isGone(tableOf(object) ?? object.name) && tableOf(object) !== undefined)
        return []
      return [complain(object, actual)]
    }),
    ...found
      .filter((object) => !known.has(nameOf(object)))
      .map(
        (object): Complaint => ({
          weight: object.kind === 'trigger' || object.kind === 'constraint' ? 'wrong' : 'advice',
          what: `${nameOf(object)} is not from the migrations`,
          fix: `Keep what is yours in a schema of your own; the next migration does not expect it here. It is: ${object.definition}`,
        }),
      ),
  ]
}

function complain(expected: CatalogObject, actual: CatalogObject | undefined): Complaint {
  const { kind, name, definition } = expected
  if (actual === undefined)
    return { weight: 'wrong', what: `${kind} ${name} is missing`, fix: remake(expected) }
  if (kind === 'trigger' && actual.definition.startsWith('switched off')) {
    const [trigger, table] = name.split(' on ')
    return {
      weight: 'wrong',
      what: `${kind} ${name} is switched off`,
      fix: `ALTER TABLE ledger.${table} ENABLE TRIGGER ${trigger};`,
    }
  }
  return {
    weight: 'wrong',
    what: `${kind} ${name} is another than the migrations make`,
    fix: `It should be:\n${definition};\nIt is:\n${actual.definition};`,
  }
}

function remake({ kind, definition }: CatalogObject): string {
  if (kind !== 'table') return `${definition};`
  return 'Restore it from a backup: its rows are the books. An empty table would hide that they are gone.'
}

function nameOf({ kind, name }: CatalogObject): string {
  return `${kind} ${name}`
}

function tableOf({ kind, name }: CatalogObject): string | undefined {
  if (kind === 'column') return name.split('.')[0]
  if (kind === 'constraint' || kind === 'trigger') return name.split(' on ')[1]
  return undefined
}
