/** Something that happened in the service, in the words of whoever it happened to. */
export interface NewEvent {
  readonly tenantId: number
  /** Noun and participle: `deposit-completed`. */
  readonly type: string
  /** Ids and facts; never a secret. */
  readonly data: Readonly<Record<string, string>>
}

/** An event as it was written, with the transaction of the change. */
export interface DomainEvent extends NewEvent {
  readonly id: string
  readonly happenedAt: Date
}
