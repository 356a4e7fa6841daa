const endings: (() => Promise<void>)[] = []

/**
 * Something that the tests of a file share: made for whoever asks first, ended after the last test. A worker runs many files
 * in one process, and what a file left in a variable of a module, the next one would find.
 *
 *     const useSimulator = oncePerFile(startSimulator, (simulator) => simulator.close())
 */
export function oncePerFile<T>(
  make: () => Promise<T>,
  end: (made: T) => unknown = () => undefined,
): () => Promise<T> {
  let asked: Promise<T> | undefined
  return () => {
    if (asked !== undefined) return asked
    const made = make()
    asked = made
    endings.push(async () => {
      asked = undefined
      await end(await made)
    })
    return made
  }
}

/** Ends what the file made, the last first. The answer says what could not be ended. */
export async function endFile(): Promise<string[]> {
  const failures: string[] = []
  for (const end of endings.splice(0).reverse()) {
    await end().catch((error: unknown) => failures.push(`something made once for the file: ${String(error)}`))
  }
  return failures
}
