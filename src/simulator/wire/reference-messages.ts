import { message } from './fields.ts';

/** How the protocol writes a whole number that has no value. */
const unsetInteger = 2_147_483_647;

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

export function depthExchanges(venues: readonly { exchange: string; secType: string }[]): string {
  return message(
    80,
    venues.length,
    ...venues.flatMap(({ exchange, secType }) => [exchange, secType, '', 'Deep', unsetInteger]),
  );
}

/** No tiers. */
export function softDollarTiers(requestId: number): string {
  return message(77, requestId, 0);
}

/** No providers. */
export function newsProviders(): string {
  return message(85, 0);
}

/** No more headlines. */
export function historicalNewsEnd(requestId: number): string {
  return message(87, requestId, false);
}

/** TWS has groups of windows that share a contract; a gateway alone has none. */
export function displayGroupList(requestId: number): string {
  return message(67, 1, requestId, '');
}

/** @param time in the notation the client asked for */
export function headTimestamp(requestId: number, time: string): string {
  return message(88, requestId, time);
}

export function histogramData(
  requestId: number,
  rows: readonly (readonly [price: number, size: number])[],
): string {
  return message(89, requestId, rows.length, ...rows.flat());
}
