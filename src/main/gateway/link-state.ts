import type { LinkState } from '#shared/domain/gateway.ts';

/** What can happen to the link. */
export type LinkEvent =
  | 'attempt'
  | 'tcp-open'
  /** Order ids and account names have arrived. */
  | 'identified'
  /** The desk has compared and recorded the snapshot. */
  | 'snapshot-accepted'
  /** The broker is out of reach of the gateway, or the gateway is late with its answers. */
  | 'impaired'
  /** The gateway answers again and nothing can have been missed. */
  | 'recovered'
  /** Something may have been missed: ask for everything again. */
  | 'resync'
  | 'drop';

/** The whole life of the link. A missing entry means that the event does not touch the state. */
export const linkTransitions: Record<LinkState, Partial<Record<LinkEvent, LinkState>>> = {
  down: { attempt: 'connecting' },
  connecting: { 'tcp-open': 'handshaking', drop: 'down' },
  handshaking: { identified: 'reconciling', drop: 'down' },
  reconciling: { 'snapshot-accepted': 'ready', impaired: 'impaired', drop: 'down' },
  ready: { impaired: 'impaired', resync: 'reconciling', drop: 'down' },
  impaired: { recovered: 'ready', resync: 'reconciling', drop: 'down' },
};

export function nextLinkState(state: LinkState, event: LinkEvent): LinkState {
  return linkTransitions[state][event] ?? state;
}

/**
 * What may be asked of the gateway in each state. New risk leaves in `ready` alone; a cancel takes risk away and
 * leaves whenever the gateway would hear it.
 */
export const linkPermissions: Record<LinkState, { place: boolean; cancel: boolean; ask: boolean }> =
  {
    down: { place: false, cancel: false, ask: false },
    connecting: { place: false, cancel: false, ask: false },
    handshaking: { place: false, cancel: false, ask: false },
    reconciling: { place: false, cancel: true, ask: true },
    ready: { place: true, cancel: true, ask: true },
    impaired: { place: false, cancel: true, ask: true },
  };
