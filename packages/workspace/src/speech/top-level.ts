/** One entry of the top level of the repository. */
export interface TopLevelEntry {
  readonly name: string
  readonly isFolder: boolean
  /** Not built yet. The check asks for the flag to go as soon as the entry is there. */
  readonly isPlanned?: boolean
}

const folder = (name: string): TopLevelEntry => ({ name, isFolder: true })
const file = (name: string): TopLevelEntry => ({ name, isFolder: false })

/** The top level is what a visitor sees first: this list, and nothing beside it. */
export const topLevel: readonly TopLevelEntry[] = [
  folder('packages'),
  folder('examples'),
  folder('migrations'),
  folder('docs'),
  file('pnpm-workspace.yaml'),
  file('package.json'),
  file('tsconfig.base.json'),
  file('vitest.workspace.ts'),
  file('README.md'),
  file('vitest.config.ts'),
  file('biome.json'),
  file('pnpm-lock.yaml'),
  file('LICENSE'),
  folder('.ci'),
  folder('.github'),
  folder('.changeset'),
  file('.gitignore'),
  file('.node-version'),
]
