import { z } from 'zod'
import {
  descriptionField,
  instantField,
  keyField,
  kindField,
  type Metadata,
  metadataField,
  referenceField,
} from '../books/fields.ts'

/** What a caller tells about a journal besides its entries. */
export interface JournalFacts<Kind extends string = string> {
  /** The caller's name for this intention. The same key and request give the same journal, however often asked. */
  readonly key: string
  /** What sort of business event it records: `deposit-settled`. */
  readonly kind: Kind
  readonly description?: string | undefined
  /** Unique in the book for ever: a second journal with it is rejected, whatever its key. */
  readonly reference?: string | undefined
  /** When it happened in business, if not now. It may lie in the past. */
  readonly effectiveAt?: Date | string | undefined
  readonly metadata?: Metadata | undefined
}

export const journalFactsInput = z.strictObject({
  key: keyField,
  kind: kindField,
  description: descriptionField.optional(),
  reference: referenceField.optional(),
  effectiveAt: instantField.optional(),
  metadata: metadataField.optional(),
})

/** The same, read and found well formed. */
export type ReadJournalFacts = z.output<typeof journalFactsInput>
