/** Where clients come in. */
export interface Doors {
  readonly host: string;
  readonly port: number;
  /** Stops listening; connections there are stay. */
  shut(): void;
  /** Listens again at its port. */
  reopen(): void;
  /**
   * Listens at another port, and no longer at the one before.
   *
   * @param port 0 takes any free one
   * @param moved called with the new port once it listens there
   * @param failed called with the system's reason; it then listens where it did
   */
  moveTo(port: number, moved: (port: number) => void, failed: (why: string) => void): void;
}

/** For a gateway without a server, whose clients are handed to it. */
export function noDoors(): Doors {
  let current = 0;
  return {
    host: '127.0.0.1',
    get port() {
      return current;
    },
    shut() {},
    reopen() {},
    moveTo(port, moved) {
      current = port === 0 ? current + 1 : port;
      moved(current);
    },
  };
}
