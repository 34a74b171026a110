import { untouchedAlert, type Alert } from '#shared/domain/alert.ts';

const iso = (at: number): string => new Date(at).toISOString();

/**
 * The alerts a very bad day leaves: half of them open or acknowledged, half resolved within the day.
 * @param end of the day, epoch milliseconds.
 */
export function badDay(count: number, end: number): Alert[] {
  return Array.from({ length: count }, (_, number) => {
    const at = end - number * 1000;
    const state = number % 2 === 1 ? 'resolved' : number % 4 === 0 ? 'open' : 'acknowledged';
    return {
      alertId: `alert-${number}`,
      fingerprint: `order-rejected:${number}`,
      rule: 'order-rejected',
      severity: number % 3 === 0 ? 'critical' : number % 3 === 1 ? 'warning' : 'info',
      title: 'Order rejected by the broker',
      detail: `BUY ${number} SPY LMT was rejected: no trading permissions. It is not working.`,
      state,
      conditionCleared: true,
      count: 1,
      firstSeenAt: iso(at),
      lastSeenAt: iso(at),
      orderRef: `order-${number}`,
      instrumentId: 756_733,
      ...untouchedAlert,
      openedAt: iso(at),
      acknowledgeBy: iso(end + 3_600_000),
      ...(state === 'open' ? {} : { acknowledgedBy: 'rosa', acknowledgedAt: iso(at + 5000) }),
      ...(state === 'resolved' ? { resolvedBy: 'rosa', resolvedAt: iso(at + 60_000) } : {}),
    };
  });
}
