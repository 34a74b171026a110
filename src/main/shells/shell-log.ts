/** Where a shell writes what an operator may have to look up. Fields first, as pino has it. */
export interface ShellLog {
  info(fields: object, message: string): void;
  warn(fields: object, message: string): void;
  error(fields: object, message: string): void;
}
