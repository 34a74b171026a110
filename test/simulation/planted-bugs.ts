/** One line of link or trading made wrong on purpose. The simulation must notice. */
export interface PlantedBug {
  id: string;
  /** What is wrong with it, and what that would cost. */
  why: string;
  /** From the root of the repository. */
  file: string;
  /** Stands in the file exactly once. */
  find: string;
  replace: string;
}

export const plantedBugs: readonly PlantedBug[] = [
  {
    id: 'double-send',
    why: 'Every order leaves twice: twice the position.',
    file: 'src/main/gateway/order-road.ts',
    find: 'session.placeOrder(order);',
    replace: 'session.placeOrder(order); session.placeOrder(order);',
  },
  {
    id: 'sent-before-record',
    why: 'An order leaves before its intent is on the disk: a crash then forgets an order that works.',
    file: 'src/main/desk/order-commands.ts',
    find: 'await recorded(core, [fact], () => sendOrder(core, order, ticket, instrument), caller);',
    replace:
      'sendOrder(core, order, ticket, instrument); await recorded(core, [fact], undefined, caller);',
  },
  {
    id: 'cancel-before-record',
    why: 'A cancel leaves before it is on the disk: nobody can say later who asked for it.',
    file: 'src/main/desk/order-commands.ts',
    find: 'await recorded(core, [decided.fact], () => cancelOnTheWire(core, decided.order), caller);',
    replace:
      'cancelOnTheWire(core, decided.order); await recorded(core, [decided.fact], undefined, caller);',
  },
  {
    id: 'resend-after-reconnect',
    why: 'An order whose fate is unknown is sent again when the link comes back: it may then trade twice.',
    file: 'src/main/desk/hear.ts',
    find: '    resolveHeld(core);',
    replace:
      "    resolveHeld(core); for (const order of openOrders(core.state.books)) if (order.status === 'UNKNOWN') core.link.placeOrder({ ...order, instrument: core.state.instruments.get(order.instrumentId) } as never);",
  },
  {
    id: 'order-id-reused',
    why: 'After a reconnect the id of an order that never arrived goes to another one: a cancel of the one hits the other.',
    file: 'src/main/desk/sending.ts',
    find: 'while (core.state.books.orderRefByOrderId.has(orderId)) orderId = core.link.nextOrderId();',
    replace: '',
  },
  {
    id: 'live-fill-lost',
    why: 'A fill that nobody asked for is not heard: the position is wrong until the next reconciliation.',
    file: 'src/main/gateway/hearing.ts',
    find: 'if (!isRequestId(requestId)) this.#around.say',
    replace: 'if (isRequestId(requestId)) this.#around.say',
  },
  {
    id: 'missed-fill-lost',
    why: 'Fills that happened while the link was down are not gathered: they are never accounted for.',
    file: 'src/main/gateway/hearing.ts',
    find: 'reconciliation.collector?.addExecution(execution);',
    replace: '',
  },
  {
    id: 'wrong-sign',
    why: 'A sale counts as a purchase: the position grows where it should shrink.',
    file: 'src/main/gateway/parse-order.ts',
    find: "return action === 'BUY' || action === 'BOT' ? 'BUY' : 'SELL';",
    replace: "return action === 'BUY' || action === 'BOT' || action === 'SLD' ? 'BUY' : 'SELL';",
  },
  {
    id: 'fill-booked-twice',
    why: 'Every fill is booked into the position twice.',
    file: 'src/main/trading/books.ts',
    find: 'addFill(ledger, execution);',
    replace: 'addFill(ledger, execution); addFill(ledger, execution);',
  },
  {
    id: 'correction-counted-beside',
    why: 'A correction is not joined to the fill it corrects: both count.',
    file: 'src/main/trading/execution-family.ts',
    find: '? { family: execId.slice(0, dot), revision: Number(digits) }',
    replace: '? { family: execId, revision: Number(digits) }',
  },
  {
    id: 'corrected-fill-kept',
    why: 'A corrected fill counts beside its correction: the order seems to have filled more than it did.',
    file: 'src/main/trading/books.ts',
    find: 'addToFills(books, replaced, -1);',
    replace: '',
  },
  {
    id: 'commission-of-another-fill',
    why: 'A commission is joined to the latest fill instead of its own: the figures of both are wrong.',
    file: 'src/main/trading/books.ts',
    find: 'const execution = books.executions.get(commission.execId);',
    replace: 'const execution = [...books.executions.values()].at(-1);',
  },
  {
    id: 'unknown-taken-for-rejected',
    why: 'An order that the broker does not list is taken for rejected: it may still arrive, or have filled.',
    file: 'src/main/trading/decide-reconciliation.ts',
    find: "if (order.status === 'UNKNOWN' || this.#isRecent(order)) return {};",
    replace: "if (order.status === 'UNKNOWN') return { events: ['rejected'] };",
  },
  {
    id: 'ended-orders-ignored',
    why: 'What the broker says of orders that have ended is passed over: orders that ended during a drop stay open.',
    file: 'src/main/trading/decide-reconciliation.ts',
    find: "for (const word of this.#snapshot.completedOrders) this.#hear(word, 'completed');",
    replace: '',
  },
  {
    id: 'warning-taken-for-reject',
    why: 'Code 399, a warning, counts as a refusal: an order that works is shown as rejected.',
    file: 'src/main/gateway/error-codes.ts',
    find: "399: { ...informs, severity: 'warning' },",
    replace: '399: { ...refuses },',
  },
  {
    id: '1101-not-reconciled',
    why: 'After 1101 nothing is asked again: whatever happened meanwhile is missed and the link hangs.',
    file: 'src/main/gateway/hearing.ts',
    find: "'broker-back-data-lost': () => this.#onBrokerBack(true),",
    replace: "'broker-back-data-lost': () => this.#around.life.recoveredFrom('broker'),",
  },
  {
    id: 'order-leaves-while-impaired',
    why: 'Orders that wait for pacing are not taken back when the link stops being ready: risk leaves blindly.',
    file: 'src/main/gateway/link-life.ts',
    find: "if (before === 'ready' && state !== 'ready') this.#around.onNotReady(reason);",
    replace: '',
  },
  {
    id: 'pacer-lanes-swapped',
    why: 'Orders overtake cancels: a person who wants out waits for those who want in.',
    file: 'src/main/gateway/pacer.ts',
    find: "  'cancel',\n  'order',\n",
    replace: "  'order',\n  'cancel',\n",
  },
  {
    id: 'dead-link-kept',
    why: 'A connection that has died without a word is kept: the link never comes back.',
    file: 'src/main/gateway/heartbeat.ts',
    find: 'this.#actions.onDead(reason);',
    replace: '',
  },
  {
    id: 'live-account-taken-for-paper',
    why: 'The account check lets live accounts pass: an order reaches real money.',
    file: 'src/shared/domain/gateway.ts',
    find: String.raw`return /^D[UF]\d+$/.test(accountId) ? 'paper' : 'live';`,
    replace: String.raw`return /^[DU][UF]?\d+$/.test(accountId) ? 'paper' : 'live';`,
  },
];
