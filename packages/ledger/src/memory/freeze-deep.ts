/** Freezes plain data as deep as it goes. What is frozen already has been here before. */
export function freezeDeep(value: object): void {
  if (Object.isFrozen(value)) return
  Object.freeze(value)
  for (const member of Object.values(value)) {
    if (typeof member === 'object' && member !== null) freezeDeep(member)
  }
}
