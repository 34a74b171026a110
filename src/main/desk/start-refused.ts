/** The desk cannot start as asked. The message says what is wrong, the advice what to do. */
export class StartRefused extends Error {
  override readonly name = 'StartRefused';
  readonly advice: string;

  constructor(message: string, advice: string) {
    super(message);
    this.advice = advice;
  }
}
