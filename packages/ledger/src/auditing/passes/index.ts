import type { Pass } from '../pass.ts'
import { accounts } from './accounts.ts'
import { books } from './books.ts'
import { holds } from './holds.ts'
import { journals } from './journals.ts'
import { keys } from './keys.ts'
import { shiftedEntries } from './shifted-entries.ts'
import { standings } from './standings.ts'
import { steps } from './steps.ts'
import { tallies } from './tallies.ts'

/** Every pass, the quickest to tell of trouble first. */
export const passes: readonly Pass[] = [
  books,
  accounts,
  steps,
  journals,
  holds,
  keys,
  standings,
  shiftedEntries,
  tallies,
]
