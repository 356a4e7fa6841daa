/** Something that is not as it should be, and what mends it. */
export interface Complaint {
  /** `wrong` puts the books at risk. `advice` does not, and has its price. */
  readonly weight: 'wrong' | 'advice'
  readonly what: string
  /** SQL to run as the owner of the schema, or a sentence where no SQL can do it. */
  readonly fix: string
}
