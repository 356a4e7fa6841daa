/** Thrown by a store when a transaction that was to follow another was not sent, of which nobody outside ever hears. */
export class LeftBehind extends Error {
  constructor() {
    super('The transaction was to follow another and was not sent.')
    this.name = 'LeftBehind'
  }
}
