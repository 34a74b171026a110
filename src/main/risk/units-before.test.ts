import { describe, expect, it } from 'vitest';

import { limitsSchema, type RecordedLimits } from '#shared/domain/limits.ts';
import shippedFile from '#resources/limits/default.json' with { type: 'json' };

import { limitsOfRecord } from './limits.ts';

const shipped = limitsSchema.parse(shippedFile);

function recorded(monitors: object, limits: object = {}): RecordedLimits {
  return { ...shipped, ...limits, monitors: { ...shipped.monitors, ...monitors } };
}

describe('limits of an earlier Deskcheck', () => {
  it('keep the threshold of an incomplete reconciliation, which was a matter of yes or no', () => {
    const before = {
      unit: 'holds',
      soft: null,
      hard: 1,
      holdMs: 3000,
      action: 'HALTED',
      reason: 'Agreed.',
    };
    const read = limitsOfRecord(recorded({ 'reconciliation-incomplete': before }), shipped);
    expect(read.ok && read.limits.monitors['reconciliation-incomplete']).toEqual({
      ...before,
      unit: 'reconciliations in a row',
    });
  });

  it('keep their lines of drawdown, as a share of the limit that they have', () => {
    const inMoney = { ...shipped.monitors['day-drawdown'], unit: 'base currency below the peak' };
    const read = limitsOfRecord(
      recorded(
        {
          'day-drawdown': { ...inMoney, soft: 4000, hard: null, action: 'alert' },
          'all-time-drawdown': { ...inMoney, soft: 10_000, hard: 20_000 },
        },
        { allTimeDrawdown: { ...shipped.allTimeDrawdown, value: 50_000 } },
      ),
      shipped,
    );
    expect(read.ok && read.limits.monitors).toMatchObject({
      'day-drawdown': { unit: 'percent of dayDrawdown', soft: 400_000 / 7500, hard: null },
      'all-time-drawdown': { unit: 'percent of allTimeDrawdown', soft: 20, hard: 40 },
    });
  });

  it('are refused in a sentence where the limit itself makes no sense', () => {
    const inMoney = { ...shipped.monitors['day-drawdown'], unit: 'base currency below the peak' };
    const read = limitsOfRecord(
      recorded({ 'day-drawdown': inMoney }, { dayDrawdown: { ...shipped.dayDrawdown, value: 0 } }),
      shipped,
    );
    expect(!read.ok && read.problems).toEqual(['dayDrawdown.value must be more than 0.']);
  });

  it('are refused where a unit is neither that of now nor an earlier one', () => {
    const wrong = { ...shipped.monitors['reconciliation-incomplete'], unit: 'minutes' };
    const read = limitsOfRecord(recorded({ 'reconciliation-incomplete': wrong }), shipped);
    expect(!read.ok && read.problems).toEqual([
      'monitors.reconciliation-incomplete.unit: The desk counts reconciliation-incomplete in reconciliations in a row, not in minutes.',
    ]);
  });
});
