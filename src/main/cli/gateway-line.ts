import type { EpochMs } from '#shared/domain/ports.ts';
import type { SimulatorStatus } from '#shared/domain/simulator-fault.ts';

/** The gateway at a moment. */
export interface GatewayReading {
  /** Of the machine's clock. */
  at: EpochMs;
  /** Of the gateway's own, which may be virtual. */
  gatewayTime: EpochMs;
  status: SimulatorStatus;
}

const simulatedTime = new Intl.DateTimeFormat('sv-SE', {
  timeZone: 'America/New_York',
  dateStyle: 'short',
  timeStyle: 'medium',
});

/**
 * The gateway in one line: simulated time in New York, who is connected with how many messages a second both ways,
 * open orders, and the faults that are going on.
 *
 * @param before an earlier reading, to tell the rate from; null for none
 */
export function gatewayLine(
  { at, gatewayTime, status }: GatewayReading,
  before: GatewayReading | null,
): string {
  const { clients, active } = status;
  const seconds = before === null ? 0 : (at - before.at) / 1000;
  const who = clients.map((client) => {
    const earlier = before?.status.clients.find(({ clientId }) => clientId === client.clientId);
    const total = client.messagesIn + client.messagesOut;
    const since = total - (earlier === undefined ? 0 : earlier.messagesIn + earlier.messagesOut);
    // Fewer than before: the client has connected anew.
    const rate = seconds > 0 ? Math.round(Math.max(0, since) / seconds) : 0;
    return `client ${client.clientId} (${client.serverVersion}) ${rate}/s`;
  });
  const orders = clients.reduce((sum, { openOrders }) => sum + openOrders, 0);
  const faults = active.map(({ fault, endsAt }) =>
    endsAt === null
      ? fault.kind
      : `${fault.kind} ${Math.max(0, Math.ceil((endsAt - gatewayTime) / 1000))} s`,
  );
  return [
    `${simulatedTime.format(status.simulatedTime)} New York ×${status.speed}`,
    who.length === 0 ? 'nobody connected' : who.join(', '),
    `${orders} open ${orders === 1 ? 'order' : 'orders'}`,
    ...(faults.length === 0 ? [] : [`faults: ${faults.join(', ')}`]),
  ].join(' · ');
}

/** What has changed since an earlier reading, a sentence for each, the earliest first. */
export function gatewayChanges(now: SimulatorStatus, before: SimulatorStatus | null): string[] {
  const has = (status: SimulatorStatus | null, clientId: number): boolean =>
    status?.clients.some((client) => client.clientId === clientId) ?? false;
  const come = now.clients.filter(({ clientId }) => !has(before, clientId));
  const gone = before?.clients.filter(({ clientId }) => !has(now, clientId)) ?? [];
  const told = newSentences(now.recent, before?.recent ?? []);
  return [
    ...told,
    ...gone.map(({ clientId }) => `Client ${clientId} has gone.`),
    ...come.map(
      ({ clientId, serverVersion }) =>
        `Client ${clientId} has connected; it speaks server version ${serverVersion}.`,
    ),
  ];
}

type Told = SimulatorStatus['recent'];

/** Those before the newest that was there earlier; all of them where it has been pushed out. */
function newSentences(now: Told, before: Told): string[] {
  const [newest] = before;
  const known = now.findIndex(
    ({ at, sentence }, index) =>
      at === newest?.at && sentence === newest.sentence && isSame(now.slice(index), before),
  );
  return now
    .slice(0, known < 0 ? now.length : known)
    .toReversed()
    .map(({ sentence }) => sentence);
}

/** Whether what is left of a list is what it was; it may have lost its oldest. */
function isSame(rest: Told, before: Told): boolean {
  return rest.every(
    ({ at, sentence }, index) =>
      before[index] !== undefined && before[index].at === at && before[index].sentence === sentence,
  );
}
