import { Button } from '@mantine/core';
import { useEffect, useRef, useState } from 'react';

import type { SimulatorStatus } from '#shared/domain/simulator-fault.ts';

import { refusalOf } from '../../actions/action.ts';
import { useActionContext } from '../../actions/action-context.ts';
import { actionOf } from '../../actions/all-actions.ts';
import { Keys } from '../../actions/Keys.tsx';
import { exchangeZone, formatAge, formatDate, formatPlain, formatTime } from '../../format.ts';
import type { Problem } from '../../problem.ts';
import { useClock } from '../../stores/clock-store.ts';
import { useSimulatorHeard, useSimulatorStatus } from '../../stores/desk-topics.ts';
import { FigureField } from '../../ui/FigureField.tsx';
import { ProblemNote } from '../../ui/ProblemNote.tsx';
import { Skeleton } from '../../ui/Skeleton.tsx';
import { ActiveFaults } from './ActiveFaults.tsx';
import { DeskReaction } from './DeskReaction.tsx';
import { FaultForm } from './FaultForm.tsx';
import { FaultList } from './FaultList.tsx';
import { Clients, RecentFaults } from './GatewayTables.tsx';
import {
  focusGiven,
  readSpeed,
  setSpeed,
  steppedSpeed,
  useSimulator,
} from '../../stores/simulator-store.ts';

/** The gateway tells of itself every second; after so many milliseconds without a word it is old. */
const staleAfterMs = 5_000;
/** The desk asks the gateway when it starts; an answer takes no longer than so many milliseconds. */
const unheardAfterMs = 3_000;

function Speed({ speed }: { speed: number }) {
  const [text, setText] = useState<string | null>(null);
  const [problem, setProblem] = useState<Problem | null>(null);
  const field = useRef<HTMLInputElement>(null);
  const asked = useSimulator((state) => state.focusAsked === 'speed');
  const refusal = refusalOf(actionOf('simulator.speed'), useActionContext());
  const shown = text ?? String(speed);
  const wanted = readSpeed(shown);

  useEffect(() => {
    if (!asked) return;
    const frame = requestAnimationFrame(() => {
      field.current?.focus();
      focusGiven();
    });
    return () => {
      cancelAnimationFrame(frame);
    };
  }, [asked]);

  const send = async (): Promise<void> => {
    if (wanted.speed === null) return;
    const went = await setSpeed(wanted.speed);
    setProblem(went);
    if (went === null) setText(null);
  };
  return (
    <form
      className="speed-form"
      aria-label="Simulated speed"
      onSubmit={(event) => {
        event.preventDefault();
        void send();
      }}
    >
      <FigureField
        label="Speed"
        value={shown}
        hint="×"
        error={wanted.problem ?? problem?.message ?? null}
        inputRef={field}
        onChange={setText}
        onStep={(steps) => {
          setText(steppedSpeed(shown, steps));
        }}
      />
      <Button
        type="submit"
        variant="default"
        disabled={refusal !== null || wanted.speed === null || wanted.speed === speed}
        title={refusal ?? undefined}
        rightSection={<Keys shortcut="V" />}
      >
        Set speed
      </Button>
    </form>
  );
}

/** How long the gateway has said nothing of itself, once that is too long; null while it is heard. */
function useSilence(status: SimulatorStatus): string | null {
  const [heardAt, setHeardAt] = useState<number | null>(null);
  useEffect(() => {
    setHeardAt(useClock.getState().now);
  }, [status]);
  return useClock(({ now }) => {
    const age = heardAt === null ? 0 : now - heardAt;
    return age < staleAfterMs ? null : formatAge(Math.floor(age / 1_000) * 1_000).replace('.0', '');
  });
}

function Glance({ status }: { status: SimulatorStatus }) {
  const silence = useSilence(status);
  const figures: [string, string][] = [
    ['Simulated time (ET)', formatTime(status.simulatedTime, exchangeZone)],
    ['Day', formatDate(status.simulatedTime, exchangeZone)],
    ['Under way', formatPlain(status.active.length)],
    ['Clients', formatPlain(status.clients.length)],
    ['Listens at', `${status.host}:${status.port}`],
    ['Seed', String(status.seed)],
  ];
  return (
    <div className="simulator-glance">
      <dl className={silence === null ? 'headline-figures' : 'headline-figures faint'}>
        {figures.map(([label, value]) => (
          <div key={label}>
            <dt>{label}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
      <Speed speed={status.speed} />
      {silence !== null && (
        <p className="severity-warning" role="status">
          ▲ Last heard {silence} ago; these figures are old.
        </p>
      )}
    </div>
  );
}

/** The desk has said nothing of a gateway: it asks it first, and after a while there is none. */
function Unheard() {
  const [late, setLate] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => {
      setLate(true);
    }, unheardAfterMs);
    return () => {
      clearTimeout(timer);
    };
  }, []);
  return late ? (
    <ProblemNote
      message="The simulated gateway says nothing of itself."
      advice="Faults can be started only at the gateway that was started together with this desk. If it was, start the desk anew."
    />
  ) : (
    <Skeleton lines={2} label="The simulated gateway is loading" />
  );
}

/** Faults done to the desk on purpose, and how it takes them. Only of the simulated gateway that came with it. */
export function SimulatorScreen() {
  const heard = useSimulatorHeard();
  const status = useSimulatorStatus((known) => known);
  return (
    <main className="screen simulator-screen" aria-label="Simulator">
      <h1 className="visually-hidden">Simulator</h1>
      {status === null ? (
        <div className="simulator-glance">
          {heard ? <Unheard /> : <Skeleton lines={2} label="The simulated gateway is loading" />}
        </div>
      ) : (
        <Glance status={status} />
      )}
      <section className="pane fault-pane" aria-label="Choose a fault">
        <div className="pane-head">
          <h2>Faults</h2>
          <span className="pane-space" />
          <span className="key-legend">
            <span>
              <Keys shortcut="J" /> <Keys shortcut="K" /> choose
            </span>
          </span>
        </div>
        <FaultList />
      </section>
      <div className="simulator-middle">
        <FaultForm clients={status?.clients ?? []} />
        <ActiveFaults active={status?.active ?? []} />
        <Clients clients={status?.clients ?? []} />
        <RecentFaults recent={status?.recent ?? []} />
      </div>
      <aside className="side-pane" aria-label="How the desk takes it">
        <DeskReaction />
      </aside>
    </main>
  );
}
