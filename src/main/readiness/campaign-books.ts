import { csvLine } from '#shared/domain/csv.ts';
import type { Execution } from '#shared/domain/execution.ts';
import type { Instrument } from '#shared/domain/instrument.ts';

/** What the desk's books or the broker say of one instrument since a campaign began; sums in its currency. */
export interface SaidOfInstrument {
  instrumentId: number;
  quantity: number;
  /** Before commissions. */
  realizedPnl: number;
  commissions: number;
}

/** What the broker says of the account, in the base currency; null where it does not. */
export interface SaidOfAccount {
  cash: number | null;
  realizedPnl: number | null;
}

/** What is known of a campaign that is flat again. */
export interface CampaignOver {
  instruments: readonly Instrument[];
  /** Every fill of it on record, each with its commission. */
  fills: readonly Execution[];
  /** What the desk shows since the campaign began. */
  desk: readonly SaidOfInstrument[];
  before: SaidOfAccount;
  after: SaidOfAccount;
}

/** One sum, as it is worked out from the fills and as it is said. */
export interface ComparedSum {
  what: string;
  /** Millionths, worked out from the fills. */
  computed: bigint;
  /** In units; null where nobody says it. */
  said: number | null;
}

/** Decimals that are kept of prices and quantities: more than any of them has. */
const digits = 8;
const perMicro = 10n ** BigInt(3 * digits - 6);
/** Sums are told in cents: half of one is the most that rounding explains. Source: IB, account values have two digits. */
const halfCent = 5_000n;

/** A decimal as it is written, in units of 10^-8: what a double cannot hold of it is not in it. */
function decimal(value: number): bigint {
  return BigInt(value.toFixed(digits).replace('.', ''));
}

/** What a fill adds to cash before its commission, exactly, in millionths. */
function paidMicros({ side, price, quantity }: Execution, multiplier: number): bigint {
  const worth = (decimal(price) * decimal(quantity) * decimal(multiplier)) / perMicro;
  return side === 'BUY' ? -worth : worth;
}

/** What the fills of an instrument add up to. */
interface Added {
  quantity: bigint;
  paid: bigint;
  commissions: bigint;
  /** Less commissions, as the broker says it with each commission. */
  brokerRealized: bigint;
}

function add(fills: readonly Execution[], { instrumentId, multiplier }: Instrument): Added {
  const sum: Added = { quantity: 0n, paid: 0n, commissions: 0n, brokerRealized: 0n };
  for (const fill of fills) {
    if (fill.instrumentId !== instrumentId) continue;
    sum.quantity += fill.side === 'BUY' ? decimal(fill.quantity) : -decimal(fill.quantity);
    sum.paid += paidMicros(fill, multiplier);
    sum.commissions += BigInt(fill.commissionMicros ?? 0);
    sum.brokerRealized += BigInt(fill.brokerRealizedPnlMicros ?? 0);
  }
  return sum;
}

/**
 * Every sum of a campaign that is flat again, worked out from its fills in whole millionths and as it is said. Flat, what
 * an instrument realised is what its sales brought less what its purchases cost, whatever method of cost the books have.
 */
export function comparedSums({
  instruments,
  fills,
  desk,
  before,
  after,
}: CampaignOver): ComparedSum[] {
  const total = { paid: 0n, commissions: 0n };
  const sums = instruments.flatMap((instrument): ComparedSum[] => {
    const { instrumentId, displaySymbol } = instrument;
    const added = add(fills, instrument);
    total.paid += added.paid;
    total.commissions += added.commissions;
    const shown = desk.find((each) => each.instrumentId === instrumentId);
    return [
      {
        what: `${displaySymbol}, realised by the desk’s books`,
        computed: added.paid,
        said: shown?.realizedPnl ?? null,
      },
      {
        what: `${displaySymbol}, commissions by the desk’s books`,
        computed: added.commissions,
        said: shown?.commissions ?? null,
      },
      {
        what: `${displaySymbol}, realised by the broker’s word on each fill`,
        computed: added.paid - added.commissions,
        said: Number(added.brokerRealized) / 1e6,
      },
    ];
  });
  const net = total.paid - total.commissions;
  return [
    ...sums,
    { what: 'Change of cash at the broker', computed: net, said: change(before.cash, after.cash) },
    {
      what: 'Change of realised P&L at the broker',
      computed: net,
      said: change(before.realizedPnl, after.realizedPnl),
    },
  ];
}

function change(before: number | null, after: number | null): number | null {
  return before === null || after === null ? null : after - before;
}

/** How far a sum is off beyond rounding, whole cents; null where nobody says it. */
export function centsOff({ computed, said }: ComparedSum): number | null {
  if (said === null) return null;
  const off = BigInt(Math.round(said * 1e6)) - computed;
  const beyond = (off < 0n ? -off : off) - halfCent;
  return beyond <= 0n ? 0 : Number((beyond + 9_999n) / 10_000n);
}

/** What does not agree, each a sentence. */
export function sumProblems(sums: readonly ComparedSum[]): string[] {
  return sums.flatMap((sum) => {
    const cents = centsOff(sum);
    if (cents === 0) return [];
    const is = sum.said === null ? 'is not said' : `is said to be ${sum.said}`;
    return [`${sum.what} ${is}, and the fills add up to ${unitsText(sum.computed)}.`];
  });
}

/** What is held otherwise than the fills add up to, each a sentence. */
export function heldProblems(
  instruments: readonly Instrument[],
  fills: readonly Execution[],
  desk: readonly Pick<SaidOfInstrument, 'instrumentId' | 'quantity'>[],
): string[] {
  return instruments.flatMap((instrument) => {
    const { quantity } = add(fills, instrument);
    const shown = desk.find(({ instrumentId }) => instrumentId === instrument.instrumentId);
    const held = shown?.quantity ?? 0;
    return decimal(held) === quantity
      ? []
      : [
          `${held} of ${instrument.displaySymbol} are held, and its fills add up to ${Number(quantity) / 1e8}.`,
        ];
  });
}

/** Millionths as units, with every digit. */
function unitsText(micros: bigint): string {
  const whole = micros < 0n ? -micros : micros;
  const text = `${whole / 1_000_000n}.${String(whole % 1_000_000n).padStart(6, '0')}`;
  return micros < 0n ? `-${text}` : text;
}

/** The sums as a table. */
export function sumsCsv(sums: readonly ComparedSum[]): string {
  return [
    csvLine(['sum', 'worked out from the fills', 'said', 'cents off']),
    ...sums.map((sum) => csvLine([sum.what, Number(sum.computed) / 1e6, sum.said, centsOff(sum)])),
  ].join('');
}

/** Every fill as a table, with all that the sums are worked out from. */
export function fillsCsv(fills: readonly Execution[], instruments: readonly Instrument[]): string {
  return [
    csvLine([
      'execution',
      'orderRef',
      'symbol',
      'multiplier',
      'side',
      'quantity',
      'price',
      'commission, micro-units',
      'currency',
      'realised by the broker, micro-units',
      'executed at',
    ]),
    ...fills.map((fill) =>
      csvLine([
        fill.execId,
        fill.orderRef,
        fill.displaySymbol,
        instruments.find(({ instrumentId }) => instrumentId === fill.instrumentId)?.multiplier,
        fill.side,
        fill.quantity,
        fill.price,
        fill.commissionMicros,
        fill.commissionCurrency,
        fill.brokerRealizedPnlMicros,
        fill.executedAt,
      ]),
    ),
  ].join('');
}
