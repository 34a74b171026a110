import type { IBApi } from '@stoqey/ib'; // breaks

export interface Held {
  readonly iBApi: IBApi;
}
