import type { MemoryBooks } from '../memory/memory-books.ts'
import { type BookContents, sortContents } from '../verify/book-contents.ts'

export type { BookContents, KeptJournal, KeptKey } from '../verify/book-contents.ts'

/** Reads a whole book of a ledger in memory. */
export function memoryContents(books: MemoryBooks, book: string): BookContents {
  const { accounts, journals, holds, holdEvents, keys } = books.book(book)
  return sortContents({
    book,
    accounts: [...accounts.values()],
    journals: [...journals.values()].map((journal) => ({ ...journal, entryCount: journal.entries.length })),
    holds: [...holds.values()],
    holdEvents,
    keys: [...keys].map(([key, { request, outcome }]) => ({ key, request, outcome })),
  })
}
