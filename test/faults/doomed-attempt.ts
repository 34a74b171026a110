/**
 * A desk that goes through an attempt at all six phases and dies by SIGKILL in the middle of one. Started by
 * kill-phases.test.ts with one JSON argument.
 */
import { join } from 'node:path';

import { z } from 'zod';

import { phases, phaseSchema } from '#shared/domain/readiness.ts';

import { systemPorts } from '../../src/main/desk/ports.ts';
import { startDesk } from '../../src/main/desk/start-desk.ts';
import { simulatorAt } from '../support/desk-simulator.ts';
import { silentLog } from '../support/silent-log.ts';
import { phaseChecks } from './phase-checks.ts';

const plan = z
  .object({ dataDir: z.string(), gatewayPort: z.number(), phase: phaseSchema })
  .parse(JSON.parse(process.argv[2] ?? ''));

const desk = await startDesk({
  dataDir: plan.dataDir,
  appRoot: join(import.meta.dirname, '../..'),
  version: 'trial',
  gateway: { kind: 'simulated' },
  ports: systemPorts(),
  log: silentLog,
  messagesPerSecond: null,
  startSimulator: async () => simulatorAt('127.0.0.1', plan.gatewayPort),
  checks: phaseChecks(plan.phase, () => process.kill(process.pid, 'SIGKILL')),
});
await desk.ready;
const tester = desk.caller('doomed');
await desk.service.commands['session.switch']({ personId: 'tester' }, tester);
await desk.service.commands['readiness.start'](
  { phases: phases.map(({ phase }) => phase), seed: 1 },
  tester,
);
