import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';

import { ContractError } from '#shared/contract/error.ts';
import type { Instrument } from '#shared/domain/instrument.ts';
import { emptyQuote } from '#shared/domain/quote.ts';

import { adoptDesk } from './connection-store.ts';
import { deskDouble, type DeskDouble } from './desk-double.fixture.ts';
import { listenToDesk } from './desk-topics.ts';
import { selectInstrument } from './selection-store.ts';
import { spyInstrument } from '../../../test/support/spy-instrument.ts';
import {
  advanceTicket,
  checkTicket,
  editExits,
  editTicket,
  explainTicket,
  leaveTicket,
  openTicket,
  previewLifeMs,
  previewTicket,
  sendTicket,
  useTicket,
  type Preview,
} from './ticket-store.ts';

const qqq: Instrument = {
  ...spyInstrument,
  instrumentId: 320227571,
  symbol: 'QQQ',
  displaySymbol: 'QQQ',
};

const allowed: Preview = {
  verdicts: [],
  allowed: true,
  orderValue: 27_483,
  currency: 'USD',
  positionAfter: 100,
  buyingPowerAfter: 500_000,
  whatIf: null,
  whatIfUnavailable: null,
};

let desk: DeskDouble;
const stage = () => useTicket.getState().stage;
const sent = () => desk.asked.filter(({ command }) => command === 'order.place');

beforeEach(() => {
  vi.useFakeTimers();
  desk = deskDouble();
  adoptDesk(desk);
  listenToDesk();
  desk.tell(
    'watchlist',
    [spyInstrument, qqq].map((instrument) => ({
      instrumentId: instrument.instrumentId,
      instrument,
      quoteProblem: null,
    })),
  );
  desk.tell('quotes', [{ ...emptyQuote(spyInstrument.instrumentId), bid: 274.81, ask: 274.83 }]);
  desk.answer['order.preview'] = () => Promise.resolve(allowed);
  selectInstrument(spyInstrument.instrumentId);
  openTicket('BUY');
});

afterEach(() => {
  leaveTicket();
  vi.useRealTimers();
});

describe('opening', () => {
  it('starts at the price that would trade', () => {
    expect(useTicket.getState().draft).toMatchObject({ side: 'BUY', limitPrice: '274.83' });
  });

  it('keeps what was written when only the side changes', () => {
    editTicket({ quantity: '700', limitPrice: '270' });
    openTicket('SELL');
    expect(useTicket.getState().draft).toMatchObject({
      side: 'SELL',
      quantity: '700',
      limitPrice: '270',
    });
  });

  it('starts anew on another instrument', () => {
    editTicket({ quantity: '700' });
    selectInstrument(qqq.instrumentId);
    openTicket('BUY');
    expect(useTicket.getState().draft).toMatchObject({ quantity: '100', limitPrice: '' });
  });
});

describe('live verdicts', () => {
  it('drops the answer to a draft that has changed since', async () => {
    let answerLate: (preview: Preview) => void = () => undefined;
    desk.answer['order.preview'] = () =>
      new Promise((resolve) => {
        answerLate = resolve;
      });
    const checking = checkTicket();
    editTicket({ quantity: '900' });
    answerLate(allowed);
    await checking;
    expect(useTicket.getState().live).toBeNull();
  });

  it('asks nothing while a figure is missing', async () => {
    editTicket({ quantity: '' });
    await checkTicket();
    expect(desk.asked).toEqual([]);
  });
});

describe('sending', () => {
  it('sends nothing at the first Enter and what was previewed at the second, once', async () => {
    desk.answer['order.place'] = () =>
      Promise.resolve({ orderRef: '01J', allowed: true, verdicts: [] });
    advanceTicket();
    await vi.advanceTimersByTimeAsync(0);
    expect(stage().at).toBe('previewed');
    expect(sent()).toEqual([]);
    advanceTicket();
    advanceTicket();
    await vi.advanceTimersByTimeAsync(0);
    expect(sent()).toHaveLength(1);
    expect(sent()[0]?.input).toMatchObject({ ticket: { quantity: 100, limitPrice: 274.83 } });
    expect(stage()).toEqual({ at: 'sent', orderRef: '01J', sentence: 'Buy 100 SPY at 274.83' });
  });

  it('never sends an edited order without a new preview', async () => {
    await previewTicket();
    editTicket({ quantity: '900' });
    await sendTicket();
    expect(sent()).toEqual([]);
    expect(stage().at).toBe('editing');
  });

  it('lets a preview grow old', async () => {
    await previewTicket();
    await vi.advanceTimersByTimeAsync(previewLifeMs);
    await sendTicket();
    expect(sent()).toEqual([]);
  });

  it('holds still while an order is under way', async () => {
    desk.answer['order.place'] = () => new Promise(() => {});
    await previewTicket();
    void sendTicket();
    editTicket({ quantity: '900' });
    openTicket('SELL');
    leaveTicket();
    expect(stage().at).toBe('sending');
    expect(useTicket.getState().draft).toMatchObject({ side: 'BUY', quantity: '100' });
    useTicket.setState({ stage: { at: 'editing' } });
  });

  it('shows every verdict of a denial', async () => {
    const verdict = {
      controlId: 'order-value',
      title: 'Order value',
      outcome: 'deny' as const,
      message: 'Order value 152 000 USD is above the desk’s 100 000 USD.',
      observed: 152_000,
      limit: 100_000,
      unit: 'USD',
      scope: null,
      hard: true,
      overrideReason: null,
    };
    desk.answer['order.place'] = () =>
      Promise.resolve({ orderRef: '01J', allowed: false, verdicts: [verdict] });
    await previewTicket();
    await sendTicket();
    expect(stage()).toEqual({ at: 'denied', verdicts: [verdict] });
  });

  it('sends the reason that was previewed, and no other order with it', async () => {
    desk.answer['order.place'] = () =>
      Promise.resolve({ orderRef: '01J', allowed: true, verdicts: [] });
    explainTicket('  For the opening. ');
    await previewTicket();
    explainTicket('Because I say so.');
    await sendTicket();
    expect(sent()).toEqual([]);
    explainTicket('  For the opening. ');
    await previewTicket();
    await sendTicket();
    expect(sent()[0]?.input).toMatchObject({ reason: 'For the opening.' });
    editTicket({ quantity: '200' });
    await previewTicket();
    await sendTicket();
    expect(sent()[1]?.input).toMatchObject({ reason: null });
  });

  it('says that it does not know when the desk is lost on the way', async () => {
    const error = new ContractError({ code: 'disconnected', message: 'Gone.', advice: 'Wait.' });
    desk.answer['order.place'] = () => Promise.reject(error);
    await previewTicket();
    await sendTicket();
    expect(stage()).toEqual({
      at: 'failed',
      during: 'send',
      problem: { message: 'Gone.', advice: 'Wait.' },
    });
    await sendTicket();
    expect(sent()).toHaveLength(1);
  });

  it('refuses at once while the console has lost the desk', async () => {
    await previewTicket();
    desk.become({ phase: 'lost', reason: 'The desk closed the connection.' });
    await sendTicket();
    expect(sent()).toEqual([]);
    expect(stage()).toMatchObject({ at: 'failed', during: 'send' });
  });
});

describe('a bracket', () => {
  it('is previewed with its exits and sent as one', async () => {
    desk.answer['order.place-bracket'] = () =>
      Promise.resolve({ orderRef: 'entry', allowed: true, verdicts: [] });
    editExits({ takeProfitPrice: '280', stopLossPrice: '270.5' });
    await previewTicket();
    await sendTicket();
    const exits = { takeProfitPrice: 280, stopLossPrice: 270.5, timeInForce: 'GTC' };
    expect(desk.asked).toMatchObject([
      { command: 'order.preview', input: { exits } },
      { command: 'order.place-bracket', input: { bracket: { exits, entry: { side: 'BUY' } } } },
    ]);
    expect(stage()).toMatchObject({ at: 'sent', orderRef: 'entry' });
  });

  it.each([
    { takeProfitPrice: '', stopLossPrice: '270' },
    { takeProfitPrice: '270', stopLossPrice: '280' },
    { takeProfitPrice: '280', stopLossPrice: 'low' },
  ])('asks nobody while an exit is missing or the wrong way round, %#', async (exits) => {
    editExits(exits);
    await previewTicket();
    await checkTicket();
    expect(desk.asked).toEqual([]);
  });

  it('loses its exits with its side: they would be the wrong way round', () => {
    editExits({ takeProfitPrice: '280', stopLossPrice: '270' });
    openTicket('SELL');
    expect(useTicket.getState().exits).toBeNull();
  });
});
