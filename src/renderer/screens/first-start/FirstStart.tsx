import { Button, Radio, TextInput } from '@mantine/core';
import { useState } from 'react';

import { problemOf, type Problem } from '../../problem.ts';
import { call } from '../../stores/connection-store.ts';
import { ProblemNote } from '../../ui/ProblemNote.tsx';
import { emptyGatewayForm, readGatewayForm, usualPorts, type GatewayForm } from './gateway-form.ts';

const steps = [
  'Start TWS or IB Gateway and log in to your paper account.',
  'Open File › Global Configuration › API › Settings (in IB Gateway: Configure › Settings › API › Settings).',
  'Tick “Enable ActiveX and Socket Clients” and leave “Read-Only API” unticked to paper-trade.',
  'Compare the socket port with the one in this form.',
  'Keep “Allow connections from localhost only” ticked, then press OK.',
];

/** First start: one screen, two choices. */
export function FirstStart() {
  const [form, setForm] = useState<GatewayForm>(emptyGatewayForm);
  const [sending, setSending] = useState(false);
  const [problem, setProblem] = useState<Problem | null>(null);
  const [showProblems, setShowProblems] = useState(false);
  const { input, problems } = readGatewayForm(form);
  const shown = showProblems ? problems : null;

  const choose = async (chosen: Parameters<typeof call<'gateway.choose'>>[1]): Promise<void> => {
    setSending(true);
    setProblem(null);
    try {
      await call('gateway.choose', chosen);
    } catch (error) {
      setProblem(problemOf(error));
      setSending(false);
    }
  };

  const changeKind = (kind: GatewayForm['kind']): void => {
    const usual = Object.values(usualPorts).flatMap(({ tws, gateway }) => [tws, gateway]);
    const keepsPort = !usual.includes(Number(form.port));
    setForm({ ...form, kind, port: keepsPort ? form.port : String(usualPorts[kind].tws) });
  };

  return (
    <main className="first-start" aria-labelledby="first-start-title">
      <header>
        <h1 id="first-start-title">Deskcheck</h1>
        <p className="muted">
          Paper-trade under real risk controls. What should this desk be connected to?
        </p>
      </header>
      {problem !== null && <ProblemNote {...problem} />}
      <div className="first-start-choices">
        <section className="choice" aria-labelledby="choice-practice">
          <h2 id="choice-practice">Practice on the simulated gateway</h2>
          <p>
            Ships with Deskcheck and speaks the same protocol as IB Gateway. Prices follow the real
            S&amp;P 500 from 2000 to 2020. Nothing leaves this machine and no account is needed.
          </p>
          <p className="muted">A run here is a rehearsal: it cannot certify the desk.</p>
          <Button
            size="sm"
            fullWidth
            disabled={sending}
            onClick={() => void choose({ kind: 'simulated' })}
          >
            {sending ? 'Starting…' : 'Practice'}
          </Button>
        </section>
        <section className="choice" aria-labelledby="choice-connect">
          <h2 id="choice-connect">Connect to TWS / IB Gateway</h2>
          <form
            aria-label="Connect to TWS / IB Gateway"
            className="stack"
            onSubmit={(event) => {
              event.preventDefault();
              setShowProblems(true);
              if (input !== null) void choose(input);
            }}
          >
            <Radio.Group
              label="Use it as"
              value={form.kind}
              onChange={(value) => {
                changeKind(value === 'shadow' ? 'shadow' : 'paper');
              }}
            >
              <div className="stack">
                <Radio value="paper" label="Paper: an account DU… or DF…, orders are sent" />
                <Radio
                  value="shadow"
                  label="Shadow: a live account is read, no order is ever sent"
                />
              </div>
            </Radio.Group>
            <div className="connect-fields">
              <TextInput
                label="Host"
                value={form.host}
                error={shown?.host ?? false}
                autoComplete="off"
                spellCheck={false}
                onChange={(event) => {
                  setForm({ ...form, host: event.currentTarget.value });
                }}
              />
              <TextInput
                label="Port"
                value={form.port}
                error={shown?.port ?? false}
                inputMode="numeric"
                autoComplete="off"
                onChange={(event) => {
                  setForm({ ...form, port: event.currentTarget.value });
                }}
              />
              <TextInput
                label="Client id"
                value={form.clientId}
                error={shown?.clientId ?? false}
                inputMode="numeric"
                autoComplete="off"
                onChange={(event) => {
                  setForm({ ...form, clientId: event.currentTarget.value });
                }}
              />
            </div>
            <p className="muted">
              Usual ports: TWS {usualPorts[form.kind].tws}, IB Gateway{' '}
              {usualPorts[form.kind].gateway}. Whatever is chosen, the account decides: a live
              account is always shadow.
            </p>
            <details className="steps">
              <summary>How to enable the API in TWS or IB Gateway</summary>
              <ol>
                {steps.map((step) => (
                  <li key={step}>{step}</li>
                ))}
              </ol>
            </details>
            <Button type="submit" variant="default" size="sm" fullWidth disabled={sending}>
              Connect
            </Button>
          </form>
        </section>
      </div>
    </main>
  );
}
