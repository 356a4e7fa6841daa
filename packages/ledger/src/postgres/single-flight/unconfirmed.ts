/**
 * A batch was judged from memory on something that its one statement would not confirm. Nothing of it was sent; what it is
 * judged on has to be loaded.
 */
export class Unconfirmed extends Error {
  override readonly name = 'Unconfirmed'
}
