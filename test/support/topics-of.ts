import type { Caller, DeskService, DeskTopics } from '#shared/contract/service.ts';

/** The topics of a desk as one caller's window opens them. */
export function topicsOf({ topics }: DeskService, caller: Caller): DeskTopics {
  return {
    session: (params) => topics.session(params, caller),
    status: (params) => topics.status(params, caller),
    watchlist: (params) => topics.watchlist(params, caller),
    quotes: (params) => topics.quotes(params, caller),
    bars: (params) => topics.bars(params, caller),
    depth: (params) => topics.depth(params, caller),
    orders: (params) => topics.orders(params, caller),
    executions: (params) => topics.executions(params, caller),
    positions: (params) => topics.positions(params, caller),
    account: (params) => topics.account(params, caller),
    alerts: (params) => topics.alerts(params, caller),
    silences: (params) => topics.silences(params, caller),
    deliveries: (params) => topics.deliveries(params, caller),
    simulator: (params) => topics.simulator(params, caller),
    proposals: (params) => topics.proposals(params, caller),
    risk: (params) => topics.risk(params, caller),
    pnl: (params) => topics.pnl(params, caller),
    kill: (params) => topics.kill(params, caller),
    monitoring: (params) => topics.monitoring(params, caller),
    readiness: (params) => topics.readiness(params, caller),
    checks: (params) => topics.checks(params, caller),
    attempts: (params) => topics.attempts(params, caller),
    load: (params) => topics.load(params, caller),
    loadSamples: (params) => topics.loadSamples(params, caller),
    loadRuns: (params) => topics.loadRuns(params, caller),
    checklist: (params) => topics.checklist(params, caller),
    waivers: (params) => topics.waivers(params, caller),
    certificate: (params) => topics.certificate(params, caller),
    activity: (params) => topics.activity(params, caller),
  };
}
