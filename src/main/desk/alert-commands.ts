import { ContractError } from '#shared/contract/error.ts';
import type { Caller } from '#shared/contract/service.ts';
import type { Alert } from '#shared/domain/alert.ts';
import type { NewFact } from '#shared/domain/fact.ts';
import { unprovenWords } from '#shared/domain/people.ts';

import { decideAcknowledge, decideResolve } from '../alerts/alert-decisions.ts';
import { acknowledgeRight, type AcknowledgeRight } from '../alerts/own-order.ts';
import { passphraseOwner } from '../alerts/passphrase-watch.ts';
import { decideEndSilence, decideSilence } from '../alerts/silences.ts';
import { decideWitness, witnessRefusal } from '../people/witness.ts';
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
  const acknowledge = (given: { alertId: string; note: string }, caller: Caller): NewFact[] => {
    const alert = alerts.byId.get(given.alertId);
    const right = rightOver(core, alert, caller);
    const { personId } = caller.person;
    const facts = decideAcknowledge(alerts, given, now(), personId, right);
    // Whoever acknowledges that a given passphrase was changed says by it that its owner did that.
    const owner = alert?.rule === 'passphrase-unwitnessed' ? passphraseOwner(alert) : null;
    return owner === null
      ? facts
      : [...facts, ...decideWitness(core.state.people, owner, personId)];
  };
  return {
    'alert.acknowledge': async (acknowledgement, caller) => {
      await recorded(core, acknowledge(acknowledgement, caller), undefined, caller);
      return {};
    },
    'alert.acknowledge-many': async ({ alertIds, note }, caller) => {
      const facts: NewFact[] = [];
      const acknowledged: string[] = [];
      const refused: { alertId: string; message: string }[] = [];
      for (const alertId of new Set(alertIds)) {
        try {
          facts.push(...acknowledge({ alertId, note }, caller));
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
  const owner = alert === undefined ? null : passphraseOwner(alert);
  if (owner !== null) {
    const refusal = witnessRefusal(core.state.people, owner, person);
    if (refusal !== null) throw new ContractError({ code: 'conflict', ...refusal });
  }
  const orderRef = alert?.orderRef ?? null;
  const order = orderRef === null ? null : anyOrder(core, orderRef);
  const placedBy = order?.placedBy ?? null;
  if (placedBy !== null && placedBy !== person.personId && person.unproven !== undefined) {
    throw new ContractError({ code: 'conflict', ...unprovenWords[person.unproven] });
  }
  return acknowledgeRight(placedBy, person, core.people());
}
