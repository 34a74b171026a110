import { create } from 'zustand';

import type { CommandOutput } from '#shared/contract/commands.ts';
import type { BracketExits } from '#shared/domain/bracket.ts';
import type { Verdict } from '#shared/domain/control.ts';
import type { Instrument } from '#shared/domain/instrument.ts';
import type { OrderSide, OrderTicket } from '#shared/domain/order.ts';

import { fullSymbol } from '../instrument-words.ts';
import { problemOf, type Problem } from '../problem.ts';
import { call } from './connection-store.ts';
import { quotes, watchlist } from './desk-topics.ts';
import { selectOrder, useSelection } from './selection-store.ts';
import { describeOrder, draftFor, readDraft, type TicketDraft } from './ticket-draft.ts';
import { readExits, type ExitsDraft } from './ticket-exits.ts';

export type Preview = CommandOutput<'order.preview'>;

/** Where a ticket is on its way. What is sent is what was previewed, to the letter. */
export type TicketStage =
  | { at: 'editing' }
  | { at: 'previewing' }
  | {
      at: 'previewed';
      ticket: OrderTicket;
      exits: BracketExits | null;
      reason: string | null;
      preview: Preview;
    }
  | {
      at: 'sending';
      ticket: OrderTicket;
      exits: BracketExits | null;
      reason: string | null;
      preview: Preview;
    }
  | { at: 'denied'; verdicts: readonly Verdict[] }
  | { at: 'sent'; orderRef: string; sentence: string }
  | { at: 'failed'; during: 'preview' | 'send'; problem: Problem };

interface TicketStore {
  instrument: Instrument | null;
  draft: TicketDraft | null;
  /** Set where the order is the entry of a bracket. */
  exits: ExitsDraft | null;
  /** Why the order should leave although soft controls deny it; empty where nobody has said. */
  reason: string;
  stage: TicketStage;
  /** What the controls say to the draft as it stands; null while they have not answered. */
  live: Preview | null;
  liveProblem: Problem | null;
  /** Counts up when a ticket is opened, so that its first field takes the focus. */
  opened: number;
}

/** How long a preview stands, ms. After that Enter previews anew: the market has moved on. */
export const previewLifeMs = 30_000;

export const useTicket = create<TicketStore>(() => ({
  instrument: null,
  draft: null,
  exits: null,
  reason: '',
  stage: { at: 'editing' },
  live: null,
  liveProblem: null,
  opened: 0,
}));

/** Counts edits, so that an answer to an older draft is dropped. */
let edition = 0;

/** Opens a ticket on the selected instrument; on the same instrument only the side changes. */
export function openTicket(side: OrderSide): void {
  const id = useSelection.getState().instrumentId;
  const watched = id === null ? undefined : watchlist.store.getState().rows.get(id);
  if (watched === undefined) return;
  const { instrument } = watched;
  const before = useTicket.getState();
  if (before.stage.at === 'sending') return;
  edition += 1;
  const quote = quotes.store.getState().rows.get(instrument.instrumentId);
  const fresh = draftFor(instrument, side, quote);
  const kept = before.draft?.instrumentId === instrument.instrumentId ? before.draft : null;
  useTicket.setState({
    instrument,
    draft: kept === null ? fresh : { ...kept, side },
    // Of the other side they would be the wrong way round.
    exits: kept?.side === side ? before.exits : null,
    reason: '',
    stage: { at: 'editing' },
    live: null,
    liveProblem: null,
    opened: before.opened + 1,
  });
}

/** Changes the draft. A preview of what it was is worth nothing any more; an order under way is not touched. */
export function editTicket(change: Partial<TicketDraft>): void {
  const { draft, stage } = useTicket.getState();
  if (draft === null || stage.at === 'sending') return;
  edition += 1;
  const turned = change.side !== undefined && change.side !== draft.side;
  useTicket.setState({
    draft: { ...draft, ...change },
    stage: { at: 'editing' },
    ...(turned ? { exits: null } : {}),
  });
}

/** Makes the order the entry of a bracket, changes its exits, or with null makes it an order by itself again. */
export function editExits(exits: ExitsDraft | null): void {
  const { draft, stage } = useTicket.getState();
  if (draft === null || stage.at === 'sending') return;
  edition += 1;
  useTicket.setState({ exits, stage: { at: 'editing' } });
}

/** What the ticket stands for as it is written; null while something is missing. */
function orderWritten(): { ticket: OrderTicket; exits: BracketExits | null } | null {
  const { draft, exits } = useTicket.getState();
  if (draft === null) return null;
  const { ticket } = readDraft(draft);
  if (ticket === null) return null;
  if (exits === null) return { ticket, exits: null };
  const read = readExits(ticket, exits);
  return read.exits === null ? null : { ticket, exits: read.exits };
}

/** Writes why soft controls are overridden. What was previewed or denied without it is worth nothing any more. */
export function explainTicket(reason: string): void {
  const { draft, stage } = useTicket.getState();
  if (draft === null || stage.at === 'sending') return;
  edition += 1;
  useTicket.setState({ reason, stage: { at: 'editing' } });
}

/** The reason as it is sent; null where none is written. */
function reasonGiven(): string | null {
  const reason = useTicket.getState().reason.trim();
  return reason === '' ? null : reason;
}

/** Closes the ticket, unless its order is under way. */
export function leaveTicket(): void {
  if (useTicket.getState().stage.at === 'sending') return;
  edition += 1;
  useTicket.setState({
    instrument: null,
    draft: null,
    exits: null,
    reason: '',
    stage: { at: 'editing' },
    live: null,
    liveProblem: null,
  });
}

/** Asks what the controls say to the draft as it stands. Says nothing while the draft is incomplete. */
export async function checkTicket(): Promise<void> {
  const { draft, stage } = useTicket.getState();
  if (draft === null || stage.at !== 'editing') return;
  const written = orderWritten();
  if (written === null) {
    useTicket.setState({ live: null, liveProblem: null });
    return;
  }
  const asked = edition;
  try {
    const live = await call('order.preview', {
      ...written,
      withWhatIf: false,
      reason: reasonGiven(),
    });
    if (asked === edition) useTicket.setState({ live, liveProblem: null });
  } catch (error) {
    if (asked === edition) useTicket.setState({ live: null, liveProblem: problemOf(error) });
  }
}

/** Previews the draft with the broker's what-if, without sending anything. */
export async function previewTicket(): Promise<void> {
  const { draft, stage } = useTicket.getState();
  if (draft === null || stage.at === 'sending' || stage.at === 'previewing') return;
  const written = orderWritten();
  if (written === null) return;
  edition += 1;
  const asked = edition;
  const reason = reasonGiven();
  useTicket.setState({ stage: { at: 'previewing' } });
  try {
    const preview = await call('order.preview', { ...written, withWhatIf: true, reason });
    if (asked !== edition) return;
    const previewed: TicketStage = { at: 'previewed', ...written, reason, preview };
    useTicket.setState({ stage: previewed, live: preview });
    setTimeout(() => {
      if (useTicket.getState().stage === previewed)
        useTicket.setState({ stage: { at: 'editing' } });
    }, previewLifeMs);
  } catch (error) {
    if (asked !== edition) return;
    useTicket.setState({ stage: { at: 'failed', during: 'preview', problem: problemOf(error) } });
  }
}

/** Sends what was previewed, once: a second call while it is under way does nothing. */
export async function sendTicket(): Promise<void> {
  const { stage, instrument } = useTicket.getState();
  if (stage.at !== 'previewed' || instrument === null) return;
  const { ticket, exits, reason, preview } = stage;
  edition += 1;
  useTicket.setState({ stage: { at: 'sending', ticket, exits, reason, preview } });
  try {
    const { orderRef, allowed, verdicts } = await (exits === null
      ? call('order.place', { ticket, reason })
      : call('order.place-bracket', { bracket: { entry: ticket, exits }, reason }));
    selectOrder(orderRef);
    const sentence = describeOrder(ticket, fullSymbol(instrument), instrument.minTick);
    useTicket.setState({
      ...(allowed ? { reason: '' } : {}),
      stage: allowed ? { at: 'sent', orderRef, sentence } : { at: 'denied', verdicts },
    });
  } catch (error) {
    useTicket.setState({ stage: { at: 'failed', during: 'send', problem: problemOf(error) } });
  }
}

/** Enter: the next step of the ticket. */
export function advanceTicket(): void {
  void (useTicket.getState().stage.at === 'previewed' ? sendTicket() : previewTicket());
}
