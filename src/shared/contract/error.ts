import { z } from 'zod';

/** Every way the desk refuses. The code is for programs, the message and what to do are for people. */
export const contractErrorCodeSchema = z.enum([
  'bad-input',
  'unknown-command',
  'unknown-topic',
  'not-allowed',
  'not-ready',
  'not-found',
  'conflict',
  'gateway-refused',
  'timed-out',
  'desk-halted',
  'disconnected',
  'internal',
]);
export type ContractErrorCode = z.infer<typeof contractErrorCodeSchema>;

export const contractErrorSchema = z.object({
  code: contractErrorCodeSchema,
  /** What happened, in one plain sentence. */
  message: z.string(),
  /** What to do next; empty when there is nothing to do. */
  advice: z.string(),
});
export type ContractErrorBody = z.infer<typeof contractErrorSchema>;

export class ContractError extends Error {
  override readonly name = 'ContractError';
  readonly code: ContractErrorCode;
  readonly advice: string;

  constructor(body: ContractErrorBody) {
    super(body.message);
    this.code = body.code;
    this.advice = body.advice;
  }

  toBody(): ContractErrorBody {
    return { code: this.code, message: this.message, advice: this.advice };
  }
}
