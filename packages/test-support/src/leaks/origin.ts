import { relative } from 'node:path'
import { fileURLToPath } from 'node:url'

const repositoryRoot = fileURLToPath(new URL('../../../..', import.meta.url))

/**
 * The place in our code that made something, or in a library when the library made it later on its own account.
 * Nothing when the test runner made it for itself.
 */
export function originOf(made: Error): string | undefined {
  const places = placesOf(made)
  const maker = places[0]
  if (maker === undefined) return 'by Node itself, as an accepted connection is'
  if (/node_modules\/(vitest|@vitest)\//.test(maker)) return undefined
  const ours = places.find((place) => !place.includes('node_modules/'))
  return `at ${relative(repositoryRoot, ours ?? maker)}`
}

/** Files with line and column, the innermost first, without Node's own and without the watcher that took the stack. */
function placesOf({ stack = '' }: Error): string[] {
  return stack.split('\n').flatMap((line) => {
    const place = /^\s+at (?:async )?(?:.*\()?(?:file:\/\/)?((?:\/|[A-Z]:).+:\d+:\d+)\)?$/i.exec(line)?.[1]
    return place === undefined || place.includes('watch-resources.ts') ? [] : [place]
  })
}
