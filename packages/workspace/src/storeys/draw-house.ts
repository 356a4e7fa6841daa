import type { House, PackagePlan } from './house.ts'

/** The plan as Markdown: who imports whom as a diagram, then the storeys of each package from the top down. */
export function drawHouse(house: House): string {
  return [drawPackages(house), ...house.packages.map(drawPackage)].join('\n\n')
}

function drawPackages(house: House): string {
  const edges = house.packages.flatMap((plan) => [
    ...plan.imports.map(({ name, rooms }) =>
      rooms === undefined
        ? `${short(plan.name)} --> ${short(name)}`
        : `${short(plan.name)} -. "${rooms.join(', ')} only" .-> ${short(name)}`,
    ),
    ...plan.testsImport
      .filter((name) => plan.imports.every((allowed) => allowed.name !== name))
      .map((name) => `${short(plan.name)} -. "tests" .-> ${short(name)}`),
  ])
  const examples = house.examplesImport.map((name) => `examples --> ${short(name)}`)
  const alone = house.packages.map(({ name }) => short(name))
  return [
    '```mermaid',
    'flowchart TD',
    ...[...alone, ...edges, ...examples].map((line) => `  ${line}`),
    '```',
  ].join('\n')
}

function drawPackage(plan: PackagePlan): string {
  const rows = plan.storeys.map(
    ({ rooms, about }, storey) =>
      `| ${storey} | ${rooms.map((room) => `\`${room}\``).join(' ')} | ${about} |`,
  )
  const exceptions = plan.exceptions.map(
    ({ from, to, because }) => `Exception: \`${from}\` may import \`${to}\`, because ${because}.`,
  )
  return [
    `**${plan.name}**: ${plan.purpose}.`,
    '',
    '| storey | rooms | what stands there |',
    '| --- | --- | --- |',
    ...rows.toReversed(),
    ...exceptions.flatMap((line) => ['', line]),
  ].join('\n')
}

const short = (name: string): string => name.replace('@evenkeel/', '')
