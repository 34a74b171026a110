import { create } from 'zustand';

interface Selection {
  instrumentId: number | null;
  orderRef: string | null;
  alertId: string | null;
}

/** What is selected on the screens, shared by panels and actions. */
export const useSelection = create<Selection>(() => ({
  instrumentId: null,
  orderRef: null,
  alertId: null,
}));

export function selectInstrument(instrumentId: number | null): void {
  useSelection.setState({ instrumentId });
}

export function selectOrder(orderRef: string | null): void {
  useSelection.setState({ orderRef });
}

export function selectAlert(alertId: string | null): void {
  useSelection.setState({ alertId });
}
