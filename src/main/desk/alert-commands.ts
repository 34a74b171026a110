import { ContractError } from '#shared/contract/error.ts';
import type { Caller } from '#shared/contract/service.ts';
import type { Alert } from '#shared/domain/alert.ts';
import type { NewFact } from '#shared/domain/fact.ts';

import { decideAcknowledge, decideResolve } from '../alerts/alert-decisions.ts';
import { acknowledgeRight, type AcknowledgeRight } from '../alerts/own-order.ts';
import { decideEndSilence, decideSilence } from '../alerts/silences.ts';
import { alertHistory } from './alert-history.ts';
import { anyOrder } from './any-order.ts';
import type { DeskCommands } from './command-handlers.ts';
import type { DeskCore } from './desk-core.ts';
import { recorded } from './record.ts';

type AlertCommands = Pick<
  DeskCommands,
  | 'alert.acknowledge'
  | 'alert.acknowledge-many'
  | 'alert.resolve'
  | 'alert.read-resolved'
  | 'alert.history'
  | 'silence.make'
  | 'silence.end'
>;

/** What people do about alerts. */
export function alertCommands(core: DeskCore): AlertCommands {
  const { alerts } = core.state;
  const now = (): number => core.ports.clock.now();
  return {
    'alert.acknowledge': async (acknowledgement, caller) => {
      const right = rightOver(core, alerts.byId.get(acknowledgement.alertId), caller);
      const { personId } = caller.person;
      const facts = decideAcknowledge(alerts, acknowledgement, now(), personId, right);
      await recorded(core, facts, undefined, caller);
      return {};
    },
    'alert.acknowledge-many': async ({ alertIds, note }, caller) => {
      const { personId } = caller.person;
      const facts: NewFact[] = [];
      const acknowledged: string[] = [];
      const refused: { alertId: string; message: string }[] = [];
      for (const alertId of new Set(alertIds)) {
        const right = rightOver(core, alerts.byId.get(alertId), caller);
        try {
          facts.push(...decideAcknowledge(alerts, { alertId, note }, now(), personId, right));
          acknowledged.push(alertId);
        } catch (error) {
          if (!(error instanceof ContractError)) throw error;
          refused.push({ alertId, message: error.message });
        }
      }
      if (facts.length > 0) await recorded(core, facts, undefined, caller);
      return { acknowledged, refused };
    },
    'alert.resolve': async (resolution, caller) => {
      const right = rightOver(core, alerts.byId.get(resolution.alertId), caller);
      const { personId } = caller.person;
      const facts = decideResolve(alerts, resolution, now(), personId, right);
      await recorded(core, facts, undefined, caller);
      return {};
    },
    'alert.read-resolved': async (query) => core.journal.alerts.resolved(query),
    'alert.history': async ({ alertId }) => alertHistory(core.journal, alertId),
    'silence.make': async (request, caller) => {
      const silenceId = core.ports.ids.next();
      const { personId } = caller.person;
      const over = (alert: Alert): AcknowledgeRight => rightOver(core, alert, caller);
      const facts = decideSilence(alerts, request, now(), personId, over, silenceId);
      await recorded(core, facts, undefined, caller);
      return { silenceId };
    },
    'silence.end': async (ending, caller) => {
      const facts = decideEndSilence(alerts, ending, caller.person.personId);
      await recorded(core, facts, undefined, caller);
      return {};
    },
  };
}

function rightOver(core: DeskCore, alert: Alert | undefined, { person }: Caller): AcknowledgeRight {
  const orderRef = alert?.orderRef ?? null;
  const order = orderRef === null ? null : anyOrder(core, orderRef);
  return acknowledgeRight(order?.placedBy ?? null, person, core.people());
}
