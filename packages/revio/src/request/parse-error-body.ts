import type { RefusalIssue } from '../errors/index.ts'

const maxIssues = 50
const maxTextLength = 500

// Names under which the platform speaks about the request as a whole rather than about one of its fields.
const wholeRequest = new Set(['__all__', 'error', 'detail', 'non_field_errors'])

/**
 * Reads every shape of error the platform is known to answer with: a list or a single object per field or under
 * `__all__`, dotted names, nested objects and lists, a bare `{"error": "..."}`, and declines with a description.
 * Answers an empty list for anything else, which then counts as no answer at all.
 */
export function parseErrorBody(body: unknown): readonly RefusalIssue[] {
  if (!isObject(body) || isProviderObject(body)) return []
  const issues: RefusalIssue[] = []
  collect(body, '', issues)
  return issues.slice(0, maxIssues)
}

function collect(node: unknown, path: string, issues: RefusalIssue[]): void {
  if (typeof node === 'string') {
    issues.push(toIssue(path, null, node))
  } else if (Array.isArray(node)) {
    for (const [index, item] of node.entries()) {
      // A list of errors belongs to the field itself; a list of objects with fields belongs to its items.
      collect(item, typeof item === 'string' || isError(item) ? path : `${path}[${index}]`, issues)
    }
  } else if (isError(node)) {
    issues.push(toIssue(path, node['code'], node['message'] ?? node['description'] ?? node['code']))
  } else if (isObject(node)) {
    for (const [name, value] of Object.entries(node)) collect(value, join(path, name), issues)
  }
}

function join(path: string, name: string): string {
  if (wholeRequest.has(name)) return path
  return path === '' ? name : `${path}.${name}`
}

function toIssue(path: string, code: unknown, message: unknown): RefusalIssue {
  return {
    field: path === '' ? null : path,
    code: typeof code === 'string' ? code.slice(0, maxTextLength) : null,
    message: String(message).slice(0, maxTextLength),
  }
}

function isError(node: unknown): node is Record<string, unknown> {
  if (!isObject(node)) return false
  return ['message', 'code', 'description'].some((name) => typeof node[name] === 'string')
}

// A failed payout may come back as the payout itself. Its many strings are not complaints about the request.
function isProviderObject(body: Record<string, unknown>): boolean {
  return typeof body['id'] === 'string' && typeof body['type'] === 'string'
}

function isObject(node: unknown): node is Record<string, unknown> {
  return typeof node === 'object' && node !== null && !Array.isArray(node)
}
