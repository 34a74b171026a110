import { create } from 'zustand';

import { everyFact, journalFilterSchema, type JournalFilter } from './journal-filter.ts';
import { readStored, writeStored } from './stored.ts';

const filterKey = 'deskcheck.journal-filter';

export type ScreenId =
  | 'desk'
  | 'risk'
  | 'alerts'
  | 'readiness'
  | 'load'
  | 'journal'
  | 'settings'
  | 'simulator';

/** The lists of the risk screen, of which one is shown. */
export const riskTabs = ['exposure', 'denied', 'breaks', 'what-if'] as const;
export type RiskTab = (typeof riskTabs)[number];

/** What the desk's exposure is grouped by. */
export const exposureGroupings = ['instrument', 'sector', 'asset-class'] as const;
export type ExposureGrouping = (typeof exposureGroupings)[number];

interface Navigation {
  screen: ScreenId;
  riskTab: RiskTab;
  exposureGrouping: ExposureGrouping;
  journalFilter: JournalFilter;
  /** The fact the journal opens at; null for the newest. */
  journalSeq: number | null;
  shortcutsOpen: boolean;
  /** The order whose change is being written; null when no such dialog is open. */
  modifyingOrderRef: string | null;
  /** The alert about which a silence is being written; null when no such dialog is open. */
  silencingAlertId: string | null;
  addingInstrument: boolean;
  personMenuOpen: boolean;
  /** Whether the focus is wanted in the list of breaks, until it has it. */
  breaksAsked: boolean;
  /** Whether the proposals are wanted in sight, until they are. */
  proposalsAsked: boolean;
  /** Whether new limits are being written. */
  proposingLimits: boolean;
}

/** Where the person is in the console. */
export const useNavigation = create<Navigation>(() => ({
  screen: 'desk',
  riskTab: 'exposure',
  exposureGrouping: 'instrument',
  journalFilter: readStored(filterKey, journalFilterSchema, everyFact),
  journalSeq: null,
  shortcutsOpen: false,
  modifyingOrderRef: null,
  silencingAlertId: null,
  addingInstrument: false,
  personMenuOpen: false,
  breaksAsked: false,
  proposalsAsked: false,
  proposingLimits: false,
}));

export function goTo(screen: ScreenId): void {
  useNavigation.setState({ screen });
}

/** Shows one of the lists of the risk screen. */
export function showRiskTab(riskTab: RiskTab): void {
  useNavigation.setState({ screen: 'risk', riskTab });
}

export function groupExposure(exposureGrouping: ExposureGrouping): void {
  useNavigation.setState({ exposureGrouping });
}

/** Opens the journal: at a fact, or at what a filter lets through. Says nothing of what the person filters by else. */
export function openJournal(at: { seq: number } | Partial<JournalFilter>): void {
  useNavigation.setState(
    'seq' in at
      ? { screen: 'journal', journalFilter: everyFact, journalSeq: at.seq }
      : { screen: 'journal', journalFilter: { ...everyFact, ...at }, journalSeq: null },
  );
}

/** Shows where the desk and the broker differ: on the risk screen, with the focus there. */
export function showBreaks(): void {
  useNavigation.setState({ screen: 'risk', riskTab: 'breaks', breaksAsked: true });
}

export function breaksShown(): void {
  useNavigation.setState({ breaksAsked: false });
}

/** Shows what waits for a second person: on the risk screen, with the focus there. */
export function showProposals(): void {
  useNavigation.setState({ screen: 'risk', proposalsAsked: true });
}

export function proposalsShown(): void {
  useNavigation.setState({ proposalsAsked: false });
}

export function proposeLimits(proposingLimits: boolean): void {
  useNavigation.setState({ screen: 'risk', proposingLimits });
}

/** Narrows the journal, or widens it again; kept in this browser. */
export function filterJournal(change: Partial<JournalFilter>): void {
  const journalFilter = { ...useNavigation.getState().journalFilter, ...change };
  useNavigation.setState({ journalFilter, journalSeq: null });
  writeStored(filterKey, journalFilter);
}

export function showShortcuts(shortcutsOpen: boolean): void {
  useNavigation.setState({ shortcutsOpen });
}

export function showPersonMenu(personMenuOpen: boolean): void {
  useNavigation.setState({ personMenuOpen });
}

export function modifyOrder(modifyingOrderRef: string | null): void {
  useNavigation.setState({ modifyingOrderRef });
}

export function silenceAlert(silencingAlertId: string | null): void {
  useNavigation.setState({ silencingAlertId });
}

export function addInstrument(addingInstrument: boolean): void {
  useNavigation.setState({ addingInstrument });
}

/** Closes every dialog in which somebody writes something. */
export function closeDialogs(): void {
  useNavigation.setState({
    shortcutsOpen: false,
    modifyingOrderRef: null,
    silencingAlertId: null,
    addingInstrument: false,
    personMenuOpen: false,
    proposingLimits: false,
  });
}
