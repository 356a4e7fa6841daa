import type { Json } from '../wire/wire-json.ts'
import type { FaultName } from './faults.ts'

/** A copy of an object in which one thing is untrue. Everything else stays as it was. */
export function distort(object: Json, fault: FaultName): Json {
  switch (fault) {
    case 'wrong_amount':
      return change(object, (name, value) =>
        (name === 'total' || name === 'amount') && typeof value === 'number' ? value + 1 : value,
      )
    case 'wrong_currency':
      return change(object, (name, value) =>
        name === 'currency' ? (value === 'USD' ? 'EUR' : 'USD') : value,
      )
    case 'other_mode':
      return change(object, (name, value) => (name === 'is_test' ? value !== true : value))
    default:
      return object
  }
}

function change(value: Json, leaf: (name: string, value: Json) => Json, name = ''): Json {
  if (Array.isArray(value)) return value.map((item: Json) => change(item, leaf, name))
  if (typeof value !== 'object' || value === null) return leaf(name, value)
  return Object.fromEntries(Object.entries(value).map(([key, field]) => [key, change(field, leaf, key)]))
}
