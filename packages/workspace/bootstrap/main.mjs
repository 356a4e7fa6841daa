// The door of the repository: `npm start`, `npm test` and the rest come through here.
//
// A bare machine has Node and npm and nothing else, so this folder uses no package, no TypeScript and no feature
// newer than Node 20. It does three things: install what the lockfile says when that changed, find the Node that
// the workspace is developed on, and hand over to the task.
import { handOver } from './hand-over.mjs'
import { installWhenStale } from './install.mjs'
import { oldestNode, workspaceNode } from './node-runtime.mjs'
import { isTask, tasks } from './tasks.mjs'

const [name = '', ...args] = process.argv.slice(2)

if (!isTask(name)) {
  console.error(`evenkeel: there is no task "${name}". There are: ${Object.keys(tasks).join(', ')}.`)
  process.exit(2)
}

const tooOld = oldestNode(process.versions.node)
if (tooOld !== undefined) {
  console.error(`evenkeel: ${tooOld}`)
  process.exit(2)
}

const installed = await installWhenStale()
if (!installed.ok) {
  console.error(`\nevenkeel: ${installed.message}`)
  process.exit(1)
}

const node = workspaceNode()
if (!node.ok) {
  console.error(`evenkeel: ${node.message}`)
  process.exit(2)
}

process.exitCode = await handOver(node.path, tasks[name], args)
