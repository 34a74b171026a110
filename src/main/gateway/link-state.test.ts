import { describe, expect, it } from 'vitest';

import { linkStateSchema } from '#shared/domain/gateway.ts';

import { linkPermissions, linkTransitions, nextLinkState, type LinkEvent } from './link-state.ts';

const states = linkStateSchema.options;

/** Where each event leads from each state; a dot means that it changes nothing. */
const table = `
                  | down       connecting  handshaking reconciling ready       impaired
attempt           | connecting .           .           .           .           .
tcp-open          | .          handshaking .           .           .           .
identified        | .          .           reconciling .           .           .
snapshot-accepted | .          .           .           ready       .           .
impaired          | .          .           .           impaired    impaired    .
recovered         | .          .           .           .           .           ready
resync            | .          .           .           .           reconciling reconciling
drop              | .          down        down        down        down        down`;

const [header = [], ...rows] = table
  .trim()
  .split('\n')
  .map((line) => line.split('|'))
  .map(([event = '', targets = '']) => [event.trim(), ...targets.trim().split(/\s+/)]);

const events: readonly LinkEvent[] = [
  'attempt',
  'tcp-open',
  'identified',
  'snapshot-accepted',
  'impaired',
  'recovered',
  'resync',
  'drop',
];

const cells = rows.flatMap(([, ...targets], row) =>
  targets.flatMap((target, index) => {
    const event = events[row];
    const from = linkStateSchema.parse(header[index + 1]);
    return event === undefined
      ? []
      : [{ event, from, target: target === '.' ? from : linkStateSchema.parse(target) }];
  }),
);

describe('the states of the link', () => {
  it('and the events are all in the table', () => {
    expect(header.slice(1)).toEqual(states);
    expect(rows.map(([event]) => event)).toEqual(events);
    for (const state of states) {
      for (const event of Object.keys(linkTransitions[state])) expect(events).toContain(event);
    }
  });

  it.each(cells)('$from, $event: $target', ({ event, from, target }) => {
    expect(nextLinkState(from, event)).toBe(target);
  });

  it.each([
    ['down', false, false, false],
    ['connecting', false, false, false],
    ['handshaking', false, false, false],
    ['reconciling', false, true, true],
    ['ready', true, true, true],
    ['impaired', false, true, true],
  ] as const)('%s: place %s, cancel %s, ask %s', (state, place, cancel, ask) => {
    expect(linkPermissions[state]).toEqual({ place, cancel, ask });
  });
});
