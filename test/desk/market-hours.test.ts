import { afterEach, beforeEach, describe, expect, test } from 'vitest';

import { startSimulatedGateway, type SimulatedGateway } from '../../src/simulator/gateway.ts';
import { spyId, Trial, type DeskUnderTest } from '../support/desk-under-test.ts';

let trial: Trial;
let later: SimulatedGateway;
beforeEach(async () => {
  trial = await Trial.begin({ startDate: '2020-03-09' });
  later = await startSimulatedGateway({ latencyMs: 5, quoteRate: 20, startDate: '2020-04-01' });
});
afterEach(async () => {
  await trial.end();
  await later.close();
});

/** The first sessions that the journal holds for SPY, one for each time it was described, latest first. */
async function sessionsOnRecord(desk: DeskUnderTest): Promise<string[]> {
  const { entries } = await desk.commands['journal.read'](
    { beforeSeq: null, limit: 1000, kinds: ['instrument.resolved'], orderRef: null, text: 'SPY' },
    desk.caller,
  );
  return entries.flatMap(({ body }) => {
    const hours = /"instrumentId":756733.*"liquidHours":"(\d{8})/.exec(body)?.[1];
    return hours === undefined ? [] : [hours];
  });
}

describe('hours that the broker named weeks ago', () => {
  test('are asked for anew, so that an order is judged by those of today', async () => {
    const first = await (await trial.start()).ready();
    expect(await sessionsOnRecord(first)).toEqual(['20200309']);
    await first.desk.close('The weekend.');

    const desk = await (await trial.start({ on: later })).ready();
    const { allowed, verdicts } = await desk.commands['order.preview'](
      { ticket: desk.resting({ instrumentId: spyId }), withWhatIf: false },
      desk.caller,
    );
    expect(verdicts.find(({ controlId }) => controlId === 'market-hours')).toMatchObject({
      outcome: 'pass',
      hard: false,
    });
    expect(allowed).toBe(true);
    expect(await sessionsOnRecord(desk)).toEqual(['20200401', '20200309']);
  });
});
