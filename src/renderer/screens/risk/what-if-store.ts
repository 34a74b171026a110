import { create } from 'zustand';

import type { CommandOutput } from '#shared/contract/commands.ts';
import type { Instrument } from '#shared/domain/instrument.ts';

import { problemOf, type Problem } from '../../problem.ts';
import { call } from '../../stores/connection-store.ts';
import { quotes } from '../../stores/desk-topics.ts';
import { draftFor, readDraft, type TicketDraft } from '../../stores/ticket-draft.ts';

export type Judged = CommandOutput<'order.preview'>;

interface WhatIfStore {
  instrument: Instrument | null;
  draft: TicketDraft | null;
  /** Who is assumed to ask; null for whoever is at this window. */
  assumed: string | null;
  /** What the controls say to the draft as it stands; null while they have not answered. */
  judged: Judged | null;
  problem: Problem | null;
  /** Whether the broker is being asked for its margin. */
  asking: boolean;
}

/** An order that is only thought of. Nothing here can send one. */
export const useWhatIf = create<WhatIfStore>(() => ({
  instrument: null,
  draft: null,
  assumed: null,
  judged: null,
  problem: null,
  asking: false,
}));

/** Counts edits, so that an answer to an older draft is dropped. */
let edition = 0;

/** Starts anew with an instrument; the side and the kind of order stay. */
export function chooseWhatIfInstrument(instrument: Instrument): void {
  const { draft } = useWhatIf.getState();
  edition += 1;
  const quote = quotes.store.getState().rows.get(instrument.instrumentId);
  const fresh = draftFor(instrument, draft?.side ?? 'BUY', quote);
  useWhatIf.setState({
    instrument,
    draft: { ...fresh, orderType: draft?.orderType ?? fresh.orderType },
    judged: null,
    problem: null,
    asking: false,
  });
}

/** Changes the draft. What the broker said of it as it was is worth nothing any more. */
export function editWhatIf(change: Partial<TicketDraft>): void {
  const { draft, judged } = useWhatIf.getState();
  if (draft === null) return;
  edition += 1;
  useWhatIf.setState({
    draft: { ...draft, ...change },
    judged: judged === null ? null : { ...judged, whatIf: null, whatIfUnavailable: null },
    asking: false,
  });
}

/** Assumes that another person asks, or nobody but who is at this window. */
export function assumePerson(personId: string | null): void {
  if (useWhatIf.getState().assumed === personId) return;
  edition += 1;
  useWhatIf.setState({ assumed: personId, judged: null, problem: null, asking: false });
}

/**
 * Puts the draft to the controls, without sending anything.
 * @param withBroker asks the broker for its margin as well; what it said stands until the draft changes.
 */
export async function judgeWhatIf(withBroker: boolean): Promise<void> {
  const { draft, assumed, asking, judged: before } = useWhatIf.getState();
  if (draft === null || asking) return;
  const { ticket } = readDraft(draft);
  if (ticket === null) {
    useWhatIf.setState({ judged: null, problem: null });
    return;
  }
  const asked = edition;
  if (withBroker) useWhatIf.setState({ asking: true });
  try {
    const answer = await call('order.preview', {
      ticket,
      withWhatIf: withBroker,
      personId: assumed,
    });
    if (asked !== edition) return;
    const { whatIf, whatIfUnavailable } = withBroker ? answer : (before ?? answer);
    useWhatIf.setState({
      judged: { ...answer, whatIf, whatIfUnavailable },
      problem: null,
      asking: false,
    });
  } catch (error) {
    if (asked === edition) {
      useWhatIf.setState({ judged: null, problem: problemOf(error), asking: false });
    }
  }
}
