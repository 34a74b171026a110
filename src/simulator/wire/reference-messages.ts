import { message } from './fields.ts';

/** How the protocol writes a whole number that has no value. */
const unsetInteger = 2_147_483_647;

/** 82, without a version: request, count; then of each its bit, exchange and letter. */
export function smartComponents(
  requestId: number,
  components: readonly { exchange: string; letter: string }[],
): string {
  return message(
    82,
    requestId,
    components.length,
    ...components.flatMap(({ exchange, letter }, bit) => [bit, exchange, letter]),
  );
}

/** 80, without a version: count; then of each exchange, type, listing exchange, service, aggregation group. */
export function depthExchanges(venues: readonly { exchange: string; secType: string }[]): string {
  return message(
    80,
    venues.length,
    ...venues.flatMap(({ exchange, secType }) => [exchange, secType, '', 'Deep', unsetInteger]),
  );
}

/** 77, without a version: request, count. There are no tiers. */
export function softDollarTiers(requestId: number): string {
  return message(77, requestId, 0);
}

/** 67: version, request, groups. TWS has groups of windows that share a contract; a gateway alone has none. */
export function displayGroupList(requestId: number): string {
  return message(67, 1, requestId, '');
}

/**
 * 88, without a version: request, time.
 *
 * @param time in the notation the client asked for
 */
export function headTimestamp(requestId: number, time: string): string {
  return message(88, requestId, time);
}

/** 89, without a version: request, count; then of each row price and size. */
export function histogramData(
  requestId: number,
  rows: readonly (readonly [price: number, size: number])[],
): string {
  return message(89, requestId, rows.length, ...rows.flat());
}
