import { beforeEach, describe, expect, it } from 'vitest';

import { ContractError } from '#shared/contract/error.ts';

import { spyInstrument } from '../../../../test/support/spy-instrument.ts';
import { adoptDesk } from '../../stores/connection-store.ts';
import { deskDouble, type DeskDouble } from '../../stores/desk-double.fixture.ts';
import {
  assumePerson,
  chooseWhatIfInstrument,
  editWhatIf,
  judgeWhatIf,
  useWhatIf,
  type Judged,
} from './what-if-store.ts';

const judged: Judged = {
  verdicts: [],
  allowed: true,
  orderValue: 27_483,
  currency: 'USD',
  positionAfter: 100,
  buyingPowerAfter: 500_000,
  whatIf: null,
  whatIfUnavailable: null,
};
const margin = {
  initialMarginAfter: 9000,
  initialMarginChange: 9000,
  maintenanceMarginAfter: 8000,
  equityWithLoanAfter: 500_000,
  commission: 1,
  commissionCurrency: 'USD',
  warning: null,
};

let desk: DeskDouble;
beforeEach(() => {
  desk = deskDouble();
  adoptDesk(desk);
  desk.answer['order.preview'] = ({ withWhatIf }) =>
    Promise.resolve(withWhatIf ? { ...judged, whatIf: margin } : judged);
  chooseWhatIfInstrument(spyInstrument);
  editWhatIf({ side: 'BUY', orderType: 'LMT', quantity: '100', limitPrice: '274.83' });
});

describe('an order that is only thought of', () => {
  it('is put to the controls, and nothing else is asked of the desk', async () => {
    await judgeWhatIf(false);
    expect(useWhatIf.getState()).toMatchObject({ judged, problem: null, asking: false });
    await judgeWhatIf(true);
    expect(new Set(desk.asked.map(({ command }) => command))).toEqual(new Set(['order.preview']));
    expect(desk.asked.at(-1)?.input).toMatchObject({
      ticket: { side: 'BUY', quantity: 100, limitPrice: 274.83 },
      withWhatIf: true,
    });
  });

  it('keeps what the broker said of its margin until it is changed', async () => {
    await judgeWhatIf(true);
    await judgeWhatIf(false);
    expect(useWhatIf.getState().judged?.whatIf).toEqual(margin);
    editWhatIf({ quantity: '200' });
    expect(useWhatIf.getState().judged?.whatIf).toBeNull();
  });

  it('is not put to them while it is incomplete', async () => {
    await judgeWhatIf(false);
    const before = desk.asked.length;
    editWhatIf({ quantity: '' });
    await judgeWhatIf(false);
    expect(desk.asked).toHaveLength(before);
    expect(useWhatIf.getState().judged).toBeNull();
  });

  it('drops an answer to what it was before', async () => {
    let answer: (late: Judged) => void = () => undefined;
    desk.answer['order.preview'] = () =>
      new Promise((resolve) => {
        answer = resolve;
      });
    const late = judgeWhatIf(true);
    editWhatIf({ quantity: '300' });
    answer({ ...judged, positionAfter: 999 });
    await late;
    expect(useWhatIf.getState()).toMatchObject({ judged: null, asking: false });
  });

  it('is put to them as if another person asked, and then what was said before counts no more', async () => {
    await judgeWhatIf(true);
    assumePerson('olga');
    expect(useWhatIf.getState().judged).toBeNull();
    await judgeWhatIf(false);
    expect(desk.asked.at(-1)?.input).toMatchObject({ personId: 'olga' });
    expect(useWhatIf.getState().judged?.whatIf).toBeNull();
    assumePerson(null);
    await judgeWhatIf(false);
    expect(desk.asked.at(-1)?.input).toMatchObject({ personId: null });
  });

  it('says why it could not be judged', async () => {
    desk.answer['order.preview'] = () =>
      Promise.reject(
        new ContractError({ code: 'not-allowed', message: 'You may not.', advice: 'Ask.' }),
      );
    await judgeWhatIf(false);
    expect(useWhatIf.getState()).toMatchObject({
      judged: null,
      problem: { message: 'You may not.' },
    });
  });

  it('keeps side and kind of order when another instrument is chosen', () => {
    editWhatIf({ side: 'SELL', orderType: 'MKT' });
    chooseWhatIfInstrument({ ...spyInstrument, instrumentId: 5 });
    expect(useWhatIf.getState().draft).toMatchObject({
      instrumentId: 5,
      side: 'SELL',
      orderType: 'MKT',
    });
  });
});
