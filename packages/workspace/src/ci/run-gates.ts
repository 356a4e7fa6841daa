import type { Gate, GateResult } from './gate.ts'

/** How one gate ended. */
export interface GateOutcome extends GateResult {
  readonly name: string
  readonly seconds: number
}

/** Runs the gates one after the other, also after one has failed, so that one run shows all there is to do. */
export async function runGates(
  gates: readonly Gate[],
  { print, now }: { readonly print: (text: string) => void; readonly now: () => number },
): Promise<GateOutcome[]> {
  const outcomes: GateOutcome[] = []
  for (const gate of gates) {
    print(`\n=== ${gate.name}`)
    const start = now()
    const result = refuseEmpty(await runGate(gate))
    const outcome = { ...result, name: gate.name, seconds: (now() - start) / 1000 }
    if (!outcome.isRight) print(outcome.output)
    print(`${gate.name}: ${describe(outcome)}`)
    outcomes.push(outcome)
  }
  return outcomes
}

async function runGate(gate: Gate): Promise<GateResult> {
  try {
    return await gate.run()
  } catch (error) {
    const output = error instanceof Error ? (error.stack ?? error.message) : String(error)
    return { isRight: false, examined: { count: 0, what: 'things' }, output }
  }
}

/** A gate that looked at nothing has proved nothing: most often its list of files went wrong. */
function refuseEmpty(result: GateResult): GateResult {
  if (!result.isRight || result.examined.count > 0) return result
  return { ...result, isRight: false, output: `It found nothing to look at: 0 ${result.examined.what}.` }
}

export function describe({ isRight, examined, seconds }: GateOutcome): string {
  return `${isRight ? 'passed' : 'FAILED'}, ${examined.count} ${examined.what}, ${seconds.toFixed(1)} s`
}
