import { MantineProvider } from '@mantine/core';
import { Notifications } from '@mantine/notifications';
import { useEffect, type ComponentType } from 'react';

import { CommandPalette } from './actions/CommandPalette.tsx';
import { Keyboard } from './actions/Keyboard.tsx';
import { ShortcutsDialog } from './actions/ShortcutsDialog.tsx';
import { ActivityStrip } from './frame/ActivityStrip.tsx';
import { ConnectionBand } from './frame/ConnectionBand.tsx';
import { KillBand } from './frame/KillBand.tsx';
import { PassphraseBand } from './frame/PassphraseBand.tsx';
import { Rail } from './frame/Rail.tsx';
import { StatusBar } from './frame/StatusBar.tsx';
import { AlertsScreen } from './screens/alerts/AlertsScreen.tsx';
import { AlertWatch } from './screens/alerts/AlertWatch.tsx';
import { DeskScreen } from './screens/desk/DeskScreen.tsx';
import { FirstStart } from './screens/first-start/FirstStart.tsx';
import { JournalScreen } from './screens/journal/JournalScreen.tsx';
import { LoadScreen } from './screens/load/LoadScreen.tsx';
import { FoundDesk, SignIn } from './screens/people/SignIn.tsx';
import { ReadinessScreen } from './screens/readiness/ReadinessScreen.tsx';
import { RiskScreen } from './screens/risk/RiskScreen.tsx';
import { SettingsScreen } from './screens/settings/SettingsScreen.tsx';
import { SimulatorScreen } from './screens/simulator/SimulatorScreen.tsx';
import { useConnection } from './stores/connection-store.ts';
import { useStatus } from './stores/desk-topics.ts';
import { readLimits } from './stores/limits-store.ts';
import { useNavigation, type ScreenId } from './stores/navigation-store.ts';
import { useSession } from './stores/session-store.ts';
import { mantineTheme, mantineVariables, styleNonce } from './theme.ts';
import { Announcer } from './ui/Announcer.tsx';
import { Skeleton } from './ui/Skeleton.tsx';
import { useThemeShown } from './use-theme-shown.ts';

const screens: Record<ScreenId, ComponentType> = {
  desk: DeskScreen,
  risk: RiskScreen,
  alerts: AlertsScreen,
  readiness: ReadinessScreen,
  load: LoadScreen,
  journal: JournalScreen,
  settings: SettingsScreen,
  simulator: SimulatorScreen,
};

function Waiting() {
  const phase = useConnection((state) => state.phase);
  const reason = useConnection((state) => state.reason);
  return (
    <main className="waiting" aria-label="Connecting">
      <h1>Deskcheck</h1>
      {phase === 'lost' ? <p role="alert">{reason}</p> : <Skeleton lines={3} label={reason} />}
    </main>
  );
}

function Console() {
  const known = useStatus(() => true);
  const session = useSession((each) => each);
  const kind = useStatus((status) => status.gatewayKind);
  const screen = useNavigation((state) => state.screen);
  const connected = useConnection((state) => state.phase === 'open');
  useEffect(() => {
    if (connected && kind !== null) void readLimits();
  }, [connected, kind]);

  if (session !== null && !session.practice && session.people.length === 0) return <FoundDesk />;
  if (session !== null && session.state !== 'active')
    return <SignIn key={session.state} session={session} />;
  if (known === null || session === null) return <Waiting />;
  if (kind === null) return <FirstStart />;
  const Screen = screens[screen];
  return (
    <div className="console" data-gateway={kind} data-connected={connected}>
      <StatusBar />
      <div className="bands">
        <ConnectionBand />
        <KillBand />
        <PassphraseBand />
      </div>
      <Rail />
      <Screen />
      <ActivityStrip />
    </div>
  );
}

/** The whole console. */
export function App() {
  const theme = useThemeShown();
  return (
    <MantineProvider
      theme={mantineTheme}
      forceColorScheme={theme}
      cssVariablesResolver={mantineVariables}
      getStyleNonce={() => styleNonce}
    >
      <Notifications className="toasts" position="bottom-left" limit={3} />
      <Console />
      <Keyboard />
      <CommandPalette />
      <ShortcutsDialog />
      <AlertWatch />
      <Announcer />
    </MantineProvider>
  );
}
