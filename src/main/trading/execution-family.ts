/** The executions that correct one another, and which of them is the later word. */
export interface ExecutionFamily {
  family: string;
  revision: number;
}

/**
 * A correction of an execution carries the same id but for the digits after the last dot, which count up.
 * An id without such digits stands alone. Source: IB, "Executions and Commissions"; reference/tws.md.
 */
export function executionFamily(execId: string): ExecutionFamily {
  const dot = execId.lastIndexOf('.');
  const digits = execId.slice(dot + 1);
  return dot > 0 && /^\d+$/.test(digits)
    ? { family: execId.slice(0, dot), revision: Number(digits) }
    : { family: execId, revision: 0 };
}
