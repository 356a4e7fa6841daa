import { expect } from 'vitest'
import type { Feed, FeedEvent } from '../../../src/index.ts'
import type { BookContents } from '../../../src/testing/index.ts'

/** A subscriber that keeps what it was told together with its cursor, as one does that keeps both in one transaction. */
export class FeedReader {
  readonly #feed: Feed
  #kept: { readonly events: readonly FeedEvent[]; readonly cursor: string | undefined } = {
    events: [],
    cursor: undefined,
  }

  constructor(feed: Feed) {
    this.#feed = feed
  }

  /** Reads a page. A reader that dies before it has kept what it read has read nothing. */
  async read(limit: number, dies = false): Promise<boolean> {
    const { events, cursor, hasMore } = await this.#feed.read({ after: this.#kept.cursor, limit })
    expect(events.length).toBeLessThanOrEqual(limit)
    if (!dies) this.#kept = { events: [...this.#kept.events, ...events], cursor }
    return hasMore
  }

  async readToTheEnd(): Promise<void> {
    while (await this.read(100));
    await this.read(100)
  }

  /** I10: every event once, and those of each account in the order of its versions. */
  expectAll({ journals, holdEvents }: BookContents): void {
    const told = this.#kept.events.map(nameOf)
    const kept = [
      ...journals.map(({ id }) => id),
      ...holdEvents.map(({ account, after }) => `${account} ${after.version}`),
    ]
    expect(told.toSorted()).toEqual(kept.toSorted())

    const versions = new Map<string, number[]>()
    for (const { account, version } of this.#kept.events.flatMap(balancesOf)) {
      versions.set(account, [...(versions.get(account) ?? []), version])
    }
    for (const seen of versions.values()) expect(seen).toEqual(seen.map((_, index) => index + 1))
  }
}

function nameOf(event: FeedEvent): string {
  return event.type === 'journal-posted'
    ? event.journal.id
    : `${event.event.account} ${event.event.after.version}`
}

function balancesOf(event: FeedEvent) {
  return event.type === 'journal-posted'
    ? event.journal.entries.map(({ after }) => after)
    : [event.event.after]
}
