import type { Control, ControlContext } from '../control.ts';
import { figure } from '../figure.ts';
import { verdictsOf } from '../verdicts.ts';

const control = { id: 'self-trade', title: 'Self-trade' } as const;
const verdicts = verdictsOf(control);

/**
 * No order that could trade with a limit order of the account itself, another client's too. A market order is taken to
 * trade at the market's other side. A stop order is in no book until it triggers, so it crosses nothing yet. Holds for
 * orders that shrink as well: what is bought from oneself shrinks nothing.
 */
export const selfTrade: Control = {
  ...control,
  unit: null,
  hard: true,
  limits: [],
  source: 'FINRA Regulatory Notice 15-09; FINRA rule 5210.02',
  evaluate(context) {
    const { proposal, restingOpposite, instrument } = context;
    if (restingOpposite === null) return verdicts.pass;
    if (proposal.orderType === 'STP' || proposal.orderType === 'STP LMT') return verdicts.pass;
    const price = reach(context);
    if (price === null || !Number.isFinite(price) || !Number.isFinite(restingOpposite)) {
      return verdicts.unevaluable(
        'Whether the order would meet one of your own is not known: a price is missing.',
      );
    }
    const buys = proposal.side === 'BUY';
    if (buys ? price < restingOpposite : price > restingOpposite) return verdicts.pass;
    const own = `${buys ? 'sell' : 'buy'} order at ${figure(restingOpposite)}`;
    return verdicts.deny(
      `It could trade with the account's own ${own} in ${instrument?.displaySymbol ?? 'the instrument'}. Cancel or move that one first.`,
    );
  },
};

/** The worst price it takes; null where nobody knows. */
function reach({ proposal, quote }: ControlContext): number | null {
  if (proposal.orderType === 'LMT') return proposal.limitPrice;
  return (proposal.side === 'BUY' ? quote?.ask : quote?.bid) ?? null;
}
