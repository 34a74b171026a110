import { describe, expect, test } from 'vitest';

import type { Instrument } from '#shared/domain/instrument.ts';

import { spyInstrument } from '../../../test/support/spy-instrument.ts';
import {
  BrokerRefusedError,
  LinkDroppedError,
  RequestTimeoutError,
} from '../gateway/link-errors.ts';
import { findEach } from './instruments.ts';

const named = (symbol: string): Instrument => ({ ...spyInstrument, symbol, displaySymbol: symbol });

/** Finds more than was asked for, as a broker does, and fails as it is told. */
function searching(failures: Record<string, Error>): (text: string) => Promise<Instrument[]> {
  return async (text) => {
    const failure = failures[text];
    if (failure !== undefined) throw failure;
    return text === 'GONE' ? [named('GONER')] : [named(`${text}X`), named(text)];
  };
}

describe('finding several symbols', () => {
  test('takes the exact one of each search', async () => {
    const found = await findEach(['SPY', 'GONE', 'QQQ'], searching({}), () => {});
    expect(found.map(({ symbol }) => symbol)).toEqual(['SPY', 'QQQ']);
  });

  test.each([
    new RequestTimeoutError('The search', 10_000),
    new BrokerRefusedError('The search', 200, 'No security definition'),
    new LinkDroppedError('The search'),
  ])('loses only the one whose search ends with $name', async (refusal) => {
    const refusals: Error[] = [];
    const found = await findEach(['SPY', 'BAD', 'QQQ'], searching({ BAD: refusal }), (each) =>
      refusals.push(each),
    );
    expect(found.map(({ symbol }) => symbol)).toEqual(['SPY', 'QQQ']);
    expect(refusals).toEqual([refusal]);
  });

  test('hides no defect', async () => {
    const defect = searching({ BAD: new TypeError('undefined is not a function') });
    await expect(findEach(['BAD', 'SPY'], defect, () => {})).rejects.toThrow(TypeError);
  });
});
