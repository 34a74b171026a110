import {
  IconBell,
  IconBolt,
  IconGauge,
  IconLayoutGrid,
  IconListCheck,
  IconNotebook,
  IconSettings,
  IconShield,
  type Icon,
} from '@tabler/icons-react';
import { UnstyledButton } from '@mantine/core';

import { useStatus } from '../stores/desk-topics.ts';
import { goTo, useNavigation, type ScreenId } from '../stores/navigation-store.ts';
import { useAlertCounts } from './use-alert-counts.ts';

const items: readonly { screen: ScreenId; word: string; icon: Icon }[] = [
  { screen: 'desk', word: 'Desk', icon: IconLayoutGrid },
  { screen: 'risk', word: 'Risk', icon: IconShield },
  { screen: 'alerts', word: 'Alerts', icon: IconBell },
  { screen: 'readiness', word: 'Readiness', icon: IconListCheck },
  { screen: 'load', word: 'Load lab', icon: IconGauge },
  { screen: 'journal', word: 'Journal', icon: IconNotebook },
  { screen: 'settings', word: 'Settings', icon: IconSettings },
];

/** Apart from the others: not every gateway has it. */
const simulator = { screen: 'simulator', word: 'Simulator', icon: IconBolt } as const;

function AlertCount() {
  const { critical, warning } = useAlertCounts();
  const urgent = critical + warning;
  if (urgent === 0) return null;
  return (
    <span className="rail-count">
      {urgent > 99 ? '99+' : urgent}
      <span className="visually-hidden"> open</span>
    </span>
  );
}

function RailItem({
  screen,
  word,
  icon: ScreenIcon,
  digit,
}: (typeof items)[number] & { digit: number }) {
  const current = useNavigation((state) => state.screen);
  return (
    <UnstyledButton
      className="rail-item"
      aria-current={screen === current ? 'page' : undefined}
      title={`${word} (${digit})`}
      onClick={() => {
        goTo(screen);
      }}
    >
      <ScreenIcon aria-hidden="true" size={20} stroke={1.5} />
      <span>{word}</span>
      {screen === 'alerts' && <AlertCount />}
    </UnstyledButton>
  );
}

/** The screens of the console. */
export function Rail() {
  const isSimulated = useStatus((status) => status.gatewayKind === 'simulated');
  return (
    <nav className="rail" aria-label="Screens">
      {items.map((item, index) => (
        <RailItem key={item.screen} {...item} digit={index + 1} />
      ))}
      {isSimulated === true && (
        <>
          <span className="rail-space" />
          <RailItem {...simulator} digit={0} />
        </>
      )}
    </nav>
  );
}
