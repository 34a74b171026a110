import type { DockviewApi } from 'dockview-react';
import { create } from 'zustand';

import { forgetStored, readStored, writeStored } from './stored.ts';
import {
  deskPanels,
  layoutNameSchema,
  readyLayout,
  storedLayoutSchema,
  type DeskPanelId,
  type LayoutName,
} from './desk-layouts.ts';

const nameKey = 'deskcheck.layout';
const layoutKey = (name: LayoutName): string => `deskcheck.layout.${name}`;

/** Which of the ready layouts the desk screen is in. */
export const useDeskLayout = create<{ name: LayoutName }>(() => ({
  name: readStored(nameKey, layoutNameSchema, 'trade'),
}));

let dock: DockviewApi | null = null;
let restoring = false;

function restore(name: LayoutName): void {
  if (dock === null) return;
  const size = { width: dock.width, height: dock.height };
  const ready = readyLayout(name, size);
  const stored = readStored(layoutKey(name), storedLayoutSchema, ready);
  restoring = true;
  try {
    dock.fromJSON(stored);
  } catch {
    // A kept layout the dock cannot take after all: it goes, and the ready one stands.
    forgetStored(layoutKey(name));
    dock.fromJSON(ready);
  } finally {
    restoring = false;
  }
}

/** Takes the dock that is on the screen, arranges it as it was left, and keeps what is moved. Returns how to let go. */
export function holdDock(api: DockviewApi): () => void {
  dock = api;
  restore(useDeskLayout.getState().name);
  const listening = api.onDidLayoutChange(() => {
    if (!restoring && api.panels.length > 0) {
      writeStored(layoutKey(useDeskLayout.getState().name), api.toJSON());
    }
  });
  return () => {
    listening.dispose();
    if (dock === api) dock = null;
  };
}

/** Arranges the desk as one of the ready layouts was left. */
export function arrangeDesk(name: LayoutName): void {
  useDeskLayout.setState({ name });
  writeStored(nameKey, name);
  restore(name);
}

/** Forgets every move: all ready layouts are as they came. */
export function resetDeskLayouts(): void {
  for (const name of layoutNameSchema.options) forgetStored(layoutKey(name));
  restore(useDeskLayout.getState().name);
}

const focusable =
  '[role="grid"] [role="gridcell"], [role="grid"] [role="columnheader"], input:not([disabled]), button:not([disabled])';

/** Moves the focus to the next panel place, or the one before, so that no panel needs a mouse. */
export function focusNextPanel(steps: 1 | -1): void {
  if (dock === null || dock.groups.length === 0) return;
  const { groups, activeGroup } = dock;
  const at = activeGroup === undefined ? -1 : groups.indexOf(activeGroup);
  const group = groups[(at + steps + groups.length) % groups.length];
  const panel = group?.activePanel;
  if (panel === undefined) return;
  panel.api.setActive();
  group?.element.querySelector<HTMLElement>(`.dv-content-container :is(${focusable})`)?.focus();
}

/** Brings a panel to the front; a panel the layout does not show is added at the right. */
export function showDeskPanel(id: DeskPanelId): void {
  if (dock === null) return;
  const panel = dock.getPanel(id);
  if (panel !== undefined) {
    panel.api.setActive();
    return;
  }
  dock.addPanel({
    id,
    component: id,
    title: deskPanels[id],
    position: { direction: 'right' },
    initialWidth: 360,
  });
}
