import { refuseAll } from '../wire/api-error.ts'
import { type ApiRoute, apiRoutes } from './api-routes.ts'

/** Finds the route of a request, or refuses as the platform does: 404 for no such path, 405 for the wrong method. */
export function findRoute(method: string, path: string): { route: ApiRoute; id: string } {
  const matches = apiRoutes.filter((candidate) => candidate.path.test(path))
  const found = matches.find((candidate) => candidate.method === method)
  if (found !== undefined) return { route: found, id: found.path.exec(path)?.[1] ?? '' }
  if (matches.length > 0) throw refuseAll(405, 'method_not_allowed', `Method "${method}" not allowed.`)
  throw refuseAll(404, 'not_found', 'Not found.')
}
