import { z } from 'zod';

import { addMicros, notionalMicros, shareMicros, toMicros, type Micros } from './money.ts';

/** What is held of one instrument in one account. Sums are micro-units of the instrument's currency. */
export const positionSchema = z.object({
  accountId: z.string(),
  instrumentId: z.number().int(),
  displaySymbol: z.string(),
  currency: z.string(),
  multiplier: z.number(),
  /** Signed: negative is short. */
  quantity: z.number(),
  /** What the held quantity cost, signed as the quantity is; commissions are not in it. */
  costBasisMicros: z.number().int(),
  /** Before commissions. */
  realizedPnlMicros: z.number().int(),
  commissionsMicros: z.number().int(),
});
export type Position = z.infer<typeof positionSchema>;

/** A position after a fill of `signedQuantity` at `price`. Closing releases cost in proportion; crossing zero opens anew. */
export function applyFill(position: Position, signedQuantity: number, price: number): Position {
  const { quantity, multiplier } = position;
  const closing = quantity !== 0 && Math.sign(quantity) !== Math.sign(signedQuantity);
  if (!closing) {
    return {
      ...position,
      quantity: tidyQuantity(quantity + signedQuantity),
      costBasisMicros: addMicros(
        position.costBasisMicros,
        notionalMicros(price, signedQuantity, multiplier),
      ),
    };
  }
  const closed = Math.min(Math.abs(signedQuantity), Math.abs(quantity)) * Math.sign(quantity);
  const released = shareMicros(position.costBasisMicros, closed, quantity);
  const proceeds = notionalMicros(price, closed, multiplier);
  const opened = tidyQuantity(signedQuantity + closed);
  const kept = addMicros(position.costBasisMicros, -released);
  return {
    ...position,
    quantity: tidyQuantity(quantity + signedQuantity),
    costBasisMicros: opened === 0 ? kept : notionalMicros(price, opened, multiplier),
    realizedPnlMicros: addMicros(position.realizedPnlMicros, addMicros(proceeds, -released)),
  };
}

/** Average cost per unit in currency units; null when flat. */
export function averageCost(position: Position): number | null {
  if (position.quantity === 0) return null;
  return position.costBasisMicros / 1e6 / (position.quantity * position.multiplier);
}

/** Unrealised P&L at a mark. */
export function unrealizedPnlMicros(position: Position, mark: number): Micros {
  return addMicros(
    notionalMicros(mark, position.quantity, position.multiplier),
    -position.costBasisMicros,
  );
}

/** A quantity kept to eight digits, so that 0.1 + 0.2 − 0.3 of a share is flat; never −0. */
export function tidyQuantity(quantity: number): number {
  const rounded = Math.round(quantity * 1e8) / 1e8;
  return rounded === 0 ? 0 : rounded;
}

/** A flat position whose cost basis is what `quantity` at `averageCost` is worth, as the broker reports it. */
export function adoptedPosition(
  base: Omit<Position, 'quantity' | 'costBasisMicros' | 'realizedPnlMicros' | 'commissionsMicros'>,
  quantity: number,
  averageCostPerUnit: number,
): Position {
  return {
    ...base,
    quantity,
    // IB gives average cost per unit of the instrument with the multiplier already in it.
    costBasisMicros: toMicros(averageCostPerUnit * quantity),
    realizedPnlMicros: 0,
    commissionsMicros: 0,
  };
}
