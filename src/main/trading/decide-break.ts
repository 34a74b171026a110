import type { ContractErrorBody } from '#shared/contract/error.ts';
import type { BrokerHoldings } from '#shared/domain/broker-word.ts';
import type { NewFact } from '#shared/domain/fact.ts';
import { adoptedPosition } from '#shared/domain/position.ts';
import type { Break } from '#shared/domain/reconciliation-break.ts';

import type { TradingBooks } from './books.ts';
import { brokerCash } from './compare-cash.ts';
import { brokerHolding, settledBefore } from './decide-reconciliation.ts';

export type AcceptDecision = { ok: true; fact: NewFact } | { ok: false; error: ContractErrorBody };

/**
 * A person takes the broker's figure for the desk's own. The figure is that of the latest snapshot; where the desk has
 * heard of a fill that the snapshot may not have seen, it is refused until the next one.
 * What the desk has realised and paid in commissions stays as it was.
 */
export function decideAcceptBreak(
  books: TradingBooks,
  breakId: string,
  holdings: BrokerHoldings | null,
  note: string,
  by: string,
): AcceptDecision {
  const found = books.breaks.find((each) => each.breakId === breakId);
  if (found === undefined) {
    return refused(
      'not-found',
      'There is no such break any more: the desk and the broker agree there.',
      '',
    );
  }
  if (!found.acceptable) {
    return refused(
      'conflict',
      `Of ${found.subject} there is no figure that could be taken over.`,
      'It ends by itself when the desk and the broker agree again.',
    );
  }
  const { accountId } = books;
  if (holdings === null || accountId === null) {
    return refused(
      'not-ready',
      'The desk has not compared its books with the broker on this connection yet.',
      'Wait until the link is ready, then look at the break again.',
    );
  }
  if (found.kind === 'cash') return acceptCash(found, holdings, accountId, note, by);
  return acceptPosition(books, found, holdings, accountId, note, by);
}

function acceptPosition(
  books: TradingBooks,
  { instrumentId, subject }: Break,
  holdings: BrokerHoldings,
  accountId: string,
  note: string,
  by: string,
): AcceptDecision {
  if (instrumentId === null) return refused('conflict', `${subject} names no instrument.`, '');
  const filledAt = books.filledAt.get(instrumentId);
  if (filledAt !== undefined && filledAt >= settledBefore(holdings)) {
    return refused(
      'conflict',
      `${subject} has just changed by a fill that the broker’s figure may not have in it.`,
      'Wait for the next comparison with the broker, a minute at most, and look again.',
    );
  }
  const { instrument, quantity, averageCost } = brokerHolding(
    books,
    holdings,
    accountId,
    instrumentId,
  );
  const { displaySymbol, currency, multiplier } = instrument;
  const held = books.ledgers.get(instrumentId)?.position ?? null;
  const position = {
    ...adoptedPosition(
      { accountId, instrumentId, displaySymbol, currency, multiplier },
      quantity,
      averageCost,
    ),
    realizedPnlMicros: held?.realizedPnlMicros ?? 0,
    commissionsMicros: held?.commissionsMicros ?? 0,
  };
  return { ok: true, fact: { kind: 'position.adopted', by, body: { position, reason: note } } };
}

function acceptCash(
  { breakId, subject }: Break,
  holdings: BrokerHoldings,
  accountId: string,
  note: string,
  by: string,
): AcceptDecision {
  const currency = breakId.slice(breakId.lastIndexOf(':') + 1);
  const said = brokerCash(holdings.accountValues, accountId);
  if (said.size === 0) {
    return refused(
      'conflict',
      `The broker’s last answer says nothing of ${subject}.`,
      'Wait for the next comparison with the broker, a minute at most, and look again.',
    );
  }
  const balances = [{ currency, cashMicros: said.get(currency) ?? 0 }];
  return {
    ok: true,
    fact: { kind: 'cash.adopted', by, body: { accountId, balances, reason: note } },
  };
}

function refused(code: ContractErrorBody['code'], message: string, advice: string): AcceptDecision {
  return { ok: false, error: { code, message, advice } };
}
