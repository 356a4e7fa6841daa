import { type ErrorCode, errorCodes } from '../../src/index.ts'

/** How a rule of the model says no. */
export class Refusal extends Error {
  readonly code: ErrorCode

  constructor(code: ErrorCode) {
    super(code)
    this.code = code
  }
}

export function refuse(code: ErrorCode): never {
  throw new Refusal(code)
}

export function refuseIf(condition: boolean, code: ErrorCode): void {
  if (condition) refuse(code)
}

/** Whether a key remembers this refusal. */
export function isRemembered(code: ErrorCode): boolean {
  return errorCodes.RejectedError.some((rejection) => rejection === code)
}
