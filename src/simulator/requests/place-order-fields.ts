import { exchangeOrderTypeSchema } from '../exchange/order-types.ts';
import { refusals, type Refusal } from '../exchange/refusals.ts';
import type { FieldReader } from '../wire/fields.ts';
import { minimumServerVersion as since } from '../wire/server-versions.ts';
import { readContractQuery, type ContractQuery } from './contract-query.ts';

/** A placeOrder request as it came, before anything in it is judged. */
export interface RawOrder {
  contract: ContractQuery;
  action: string;
  quantity: number | null;
  orderType: string;
  limitPrice: number | null;
  auxPrice: number | null;
  timeInForce: string;
  goodTillDate: string;
  ocaGroup: string;
  ocaType: number;
  parentId: number;
  trailStopPrice: number | null;
  trailingPercent: number | null;
  limitPriceOffset: number | null;
  accountId: string;
  orderRef: string;
  transmit: boolean;
  outsideRth: boolean;
  whatIf: boolean;
}

/** An order with one of these asks for something the exchange does not do; to ignore it would be to lie. */
type Unsupported = { unsupported: Refusal };

/**
 * Notes what an order asks for that the exchange does not do, as long as the fields stay in their places; where more
 * fields follow for it, the order is refused at once.
 */
class Wishes {
  readonly #fields: FieldReader;
  #first: string | null = null;

  constructor(fields: FieldReader) {
    this.#fields = fields;
  }

  get refusal(): Refusal | null {
    return this.#first === null ? null : refusals.notSimulated(this.#first);
  }

  /** A field that may be set. */
  flag(name: string, what: string): void {
    this.#note(this.#fields.flag(name), what);
  }

  /** A field that may be above 0. */
  number(name: string, what: string): void {
    this.#note((this.#fields.optionalNumber(name) ?? 0) > 0, what);
  }

  /** A field that may have a text. */
  text(name: string, what: string): void {
    this.#note(this.#fields.text(name).trim() !== '', what);
  }

  #note(isWished: boolean, what: string): void {
    if (isWished) this.#first ??= what;
  }
}

/**
 * Reads a placeOrder request after its order id. Throws MalformedRequest. Source of the order of fields: the TWS
 * API's EClient.placeOrder, server versions 176 to 193.
 */
export function readPlaceOrder(fields: FieldReader, serverVersion: number): RawOrder | Unsupported {
  const wishes = new Wishes(fields);
  const contract = readContractQuery(fields);
  fields.skip('secIdType', 'secId');
  const action = fields.text('action').toUpperCase();
  const quantity = fields.optionalNumber('totalQuantity');
  const orderType = fields.text('orderType').toUpperCase();
  const limitPrice = fields.optionalNumber('lmtPrice');
  const auxPrice = fields.optionalNumber('auxPrice');
  const timeInForce = fields.text('tif').toUpperCase();
  const ocaGroup = fields.text('ocaGroup');
  const accountId = fields.text('account');
  fields.skip('openClose', 'origin');
  const orderRef = fields.text('orderRef');
  const transmit = fields.flag('transmit');
  const parentId = fields.integer('parentId');
  wishes.flag('blockOrder', 'A block order');
  wishes.flag('sweepToFill', 'A sweep to fill');
  wishes.number('displaySize', 'A displayed size');
  wishes.number('triggerMethod', 'A trigger method of its own');
  const outsideRth = fields.flag('outsideRth');
  wishes.flag('hidden', 'A hidden order');
  // The fields of a combination, and of some order types, follow here only for them.
  if (contract.secType === 'BAG') return { unsupported: refusals.notSimulated('A combination') };
  const unknownType = orderTypeRefusal(orderType);
  if (unknownType !== null) return { unsupported: unknownType };
  fields.skip('sharesAllocation');
  wishes.number('discretionaryAmt', 'A discretionary amount');
  wishes.text('goodAfterTime', 'A good-after time');
  const goodTillDate = fields.text('goodTillDate');
  wishes.text('faGroup', "An advisor's allocation");
  wishes.text('faMethod', "An advisor's allocation");
  wishes.text('faPercentage', "An advisor's allocation");
  if (serverVersion < since.noFinancialAdvisorProfile) {
    wishes.text('faProfile', "An advisor's allocation");
  }
  wishes.text('modelCode', 'A model');
  fields.skip('shortSaleSlot', 'designatedLocation', 'exemptCode');
  const ocaType = fields.integer('ocaType');
  fields.skip('rule80A', 'settlingFirm');
  wishes.flag('allOrNone', 'All-or-none');
  wishes.number('minQty', 'A least quantity');
  wishes.number('percentOffset', 'An offset by a percentage');
  fields.skip('eTradeOnly', 'firmQuoteOnly', 'nbboPriceCap');
  wishes.number('auctionStrategy', 'An auction strategy');
  fields.skip('startingPrice', 'stockRefPrice', 'delta');
  fields.skip('stockRangeLower', 'stockRangeUpper', 'overridePercentageConstraints');
  fields.skip('volatility', 'volatilityType');
  const deltaNeutralOrderType = fields.text('deltaNeutralOrderType');
  fields.skip('deltaNeutralAuxPrice');
  if (deltaNeutralOrderType !== '') {
    return { unsupported: refusals.notSimulated('A delta-neutral order') };
  }
  fields.skip('continuousUpdate', 'referencePriceType');
  const trailStopPrice = fields.optionalNumber('trailStopPrice');
  const trailingPercent = fields.optionalNumber('trailingPercent');
  fields.skip('scaleInitLevelSize', 'scaleSubsLevelSize');
  const scalePriceIncrement = fields.optionalNumber('scalePriceIncrement');
  if (scalePriceIncrement !== null && scalePriceIncrement > 0) {
    return { unsupported: refusals.notSimulated('A scale order') };
  }
  wishes.text('scaleTable', 'A scale order');
  wishes.text('activeStartTime', 'A time to begin');
  wishes.text('activeStopTime', 'A time to stop');
  if (fields.text('hedgeType') !== '') return { unsupported: refusals.notSimulated('A hedge') };
  fields.skip('optOutSmartRouting', 'clearingAccount', 'clearingIntent', 'notHeld');
  if (fields.flag('deltaNeutral')) {
    return { unsupported: refusals.notSimulated('A delta-neutral contract') };
  }
  if (fields.text('algoStrategy') !== '') return { unsupported: refusals.notSimulated('An algo') };
  fields.skip('algoId');
  const whatIf = fields.flag('whatIf');
  fields.skip('orderMiscOptions', 'solicited');
  wishes.flag('randomizeSize', 'A random size');
  wishes.flag('randomizePrice', 'A random price');
  if (fields.integer('conditions') > 0) {
    return { unsupported: refusals.notSimulated('A condition') };
  }
  const adjustedOrderType = fields.text('adjustedOrderType');
  fields.skip('triggerPrice');
  const limitPriceOffset = fields.optionalNumber('lmtPriceOffset');
  if (adjustedOrderType !== '' && adjustedOrderType.toUpperCase() !== 'NONE') {
    return { unsupported: refusals.notSimulated('An adjustable stop') };
  }
  fields.skip('adjustedStopPrice', 'adjustedStopLimitPrice', 'adjustedTrailingAmount');
  fields.skip('adjustableTrailingUnit', 'extOperator', 'softDollarTierName', 'softDollarTierValue');
  wishes.number('cashQty', 'An order for an amount of cash');
  if (wishes.refusal !== null) return { unsupported: wishes.refusal };
  return {
    contract,
    action,
    quantity,
    orderType,
    limitPrice,
    auxPrice,
    timeInForce,
    goodTillDate,
    ocaGroup,
    ocaType,
    parentId,
    trailStopPrice,
    trailingPercent,
    limitPriceOffset,
    accountId,
    orderRef,
    transmit,
    outsideRth,
    whatIf,
  };
}

const simulatedTypes: ReadonlySet<string> = new Set(exchangeOrderTypeSchema.options);

/** Types that IB knows and the simulated exchange does not offer. */
const otherTypes: ReadonlySet<string> = new Set([
  'MTL',
  'MKT PRT',
  'STP PRT',
  'REL',
  'PEG MKT',
  'PEG MID',
  'PEG BEST',
  'PEG BENCH',
  'PEG STK',
  'PASSV REL',
  'VOL',
  'MIDPRICE',
  'BOX TOP',
  'RPI',
]);

function orderTypeRefusal(orderType: string): Refusal | null {
  if (simulatedTypes.has(orderType)) return null;
  return otherTypes.has(orderType)
    ? refusals.unsupportedOrderType
    : refusals.invalid('Invalid order type was entered');
}
