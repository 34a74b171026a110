import { describe, expect, it } from 'vitest';

import { linkStateSchema } from '#shared/domain/gateway.ts';

import { linkPermissions, linkTransitions, nextLinkState, type LinkEvent } from './link-state.ts';

describe('the states of the link', () => {
  it('goes from down to ready by every step, and by no shortcut', () => {
    const road: LinkEvent[] = ['attempt', 'tcp-open', 'identified', 'snapshot-accepted'];
    let state = nextLinkState('down', 'attempt');
    for (const event of road.slice(1)) state = nextLinkState(state, event);
    expect(state).toBe('ready');
    for (const early of ['down', 'connecting', 'handshaking'] as const) {
      for (const event of ['snapshot-accepted', 'recovered', 'resync'] as const) {
        expect(nextLinkState(early, event)).toBe(early);
      }
    }
  });

  it('can only become ready from a reconciled or an impaired link', () => {
    const from = linkStateSchema.options.filter((state) =>
      Object.values(linkTransitions[state]).includes('ready'),
    );
    expect(from).toEqual(['reconciling', 'impaired']);
  });

  it('drops to down from everywhere', () => {
    for (const state of linkStateSchema.options) expect(nextLinkState(state, 'drop')).toBe('down');
  });

  it('lets new risk leave in ready alone, and cancels whenever the gateway would hear them', () => {
    const states = linkStateSchema.options;
    expect(states.filter((state) => linkPermissions[state].place)).toEqual(['ready']);
    expect(states.filter((state) => linkPermissions[state].cancel)).toEqual([
      'reconciling',
      'ready',
      'impaired',
    ]);
  });
});
