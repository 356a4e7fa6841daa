/** One route as it was declared: `/v1/users/:id`, or with a last part `*` that stands for anything. */
export interface DeclaredRoute {
  readonly method: string
  readonly url: string
}

/** The methods that a path takes, in alphabetical order; none where nothing is. */
export function allowedMethods(routes: readonly DeclaredRoute[], path: string): string[] {
  const parts = path.split('/')
  const methods = routes.filter(({ url }) => covers(url.split('/'), parts)).map(({ method }) => method)
  return [...new Set(methods)].sort()
}

function covers(pattern: readonly string[], parts: readonly string[]): boolean {
  if (pattern.at(-1) === '*') {
    const fixed = pattern.slice(0, -1)
    return parts.length >= pattern.length && covers(fixed, parts.slice(0, fixed.length))
  }
  return (
    pattern.length === parts.length &&
    pattern.every((name, index) => (name.startsWith(':') ? parts[index] !== '' : name === parts[index]))
  )
}
