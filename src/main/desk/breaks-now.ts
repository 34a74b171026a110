import type { Break } from '#shared/domain/reconciliation-break.ts';

import type { DeskCore } from './desk-core.ts';

/** Every difference from the broker that is known now. */
export function breaksNow(core: DeskCore): readonly Break[] {
  const { breaks } = core.state.books;
  return core.accountBreak === null ? breaks : [core.accountBreak, ...breaks];
}
