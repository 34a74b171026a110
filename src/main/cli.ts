import { homedir } from 'node:os';
import { join } from 'node:path';

import { Command, CommanderError, InvalidArgumentError, Option } from 'commander';

import { gatewayKindSchema, type GatewayKind } from '#shared/domain/gateway.ts';
import { maxSeed, phases, type Phase } from '#shared/domain/readiness.ts';

import { exportFormats, exportTable, exportTables } from './cli/export.ts';
import type { ExportFormat, ExportTable } from './cli/export.ts';
import {
  ArgumentRefused,
  readAccounts,
  readBars,
  readDate,
  readReplay,
  readPhases,
  readTimeOfDay,
} from './cli/gateway-arguments.ts';
import { runGateway, type GatewayCommandOptions } from './cli/gateway.ts';
import type { ExitCode, Output } from './cli/output.ts';
import { setPassphrase } from './cli/passphrase.ts';
import { readSecret } from './cli/read-secret.ts';
import { verify } from './cli/verify.ts';
import { defaultDataDir } from './data-folder.ts';
import { systemPorts } from './desk/ports.ts';
import type { RunningDesk } from './desk/start-desk.ts';
import { readyScripts } from '../simulator/resource-files.ts';

/** Those whose desks know their people. */
const realGateways = gatewayKindSchema.exclude(['simulated']);

const output: Output = { out: process.stdout, err: process.stderr };

function numberBetween(least: number, most: number, whole: boolean): (text: string) => number {
  const kind = whole ? 'a whole number' : 'a number';
  return (text) => {
    const value = Number(text);
    const isNumber = text.trim() !== '' && Number.isFinite(value);
    if (isNumber && (!whole || Number.isInteger(value)) && value >= least && value <= most) {
      return value;
    }
    throw new InvalidArgumentError(`Give ${kind} from ${least} to ${most}.`);
  };
}

/** Makes a reader that throws plain sentences one that commander shows beside the name of its option. */
function argument<Value>(
  read: (text: string, before: Value | undefined) => Value,
): (text: string, before: Value | undefined) => Value {
  return (text, before) => {
    try {
      return read(text, before);
    } catch (error) {
      if (error instanceof ArgumentRefused) throw new InvalidArgumentError(error.message);
      throw error;
    }
  };
}

type GatewayArguments = Omit<GatewayCommandOptions, 'stateFile'> & { state?: string };

/** Resolves when the person or the system asks the process to stop. */
function askedToStop(): Promise<void> {
  return new Promise((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => resolve());
  });
}

/** The desk a certification is of, started as the console starts it. Throws StartRefused. */
async function startDeskOf({
  data,
  gateway,
  host,
  gatewayPort,
  seed,
}: {
  data: string;
  gateway: GatewayKind;
  host?: string;
  gatewayPort?: number;
  seed?: number;
}): Promise<RunningDesk> {
  const given = (name: string, value: string | number | undefined): string[] =>
    value === undefined ? [] : [name, String(value)];
  const { readLaunch, startLaunchedDesk } = await import('./launch.ts');
  const launch = readLaunch([
    '--data',
    data,
    '--gateway',
    gateway,
    ...given('--host', host),
    ...given('--gateway-port', gatewayPort),
    ...(gateway === 'simulated' ? given('--seed', seed) : []),
  ]);
  try {
    const desk = await startLaunchedDesk(launch);
    const close = async (reason: string): Promise<void> => {
      launch.machine.stop();
      await desk.close(reason);
    };
    return { ...desk, close };
  } catch (error) {
    launch.machine.stop();
    throw error;
  }
}

function dataOption(): Option {
  const { platform, env } = process;
  return new Option('--data <folder>', 'data folder of the desk').default(
    defaultDataDir({ platform, env, home: homedir() }),
  );
}

function program(ended: (code: ExitCode) => void): Command {
  const deskcheck = new Command('deskcheck')
    .description('The command line of Deskcheck. The console itself starts with npm start.')
    .exitOverride();

  deskcheck
    .command('verify')
    .description('prove the journal: its chain, its head and every derived table; or a report')
    .addOption(dataOption())
    .option(
      '--report <folder>',
      'check this report instead; with --data also against the journal it was built from',
    )
    .addHelpText('after', '\nExit code: 0 all agree, 1 something differs, 2 nothing to verify.')
    .action(async ({ data, report }: { data: string; report?: string }, command: Command) => {
      if (report === undefined) return ended(verify(data, output));
      const isTied = command.getOptionValueSource('data') === 'cli';
      const { verifyReport } = await import('./cli/report.ts');
      return ended(await verifyReport(report, isTied ? data : null, output));
    });

  deskcheck
    .command('report')
    .description('build the report of a readiness attempt: HTML, PDF, figures, evidence, manifest')
    .addOption(dataOption())
    .requiredOption('--attempt <id>', 'the attempt, as certify and the screen Readiness name it')
    .option('--out <folder>', 'a new folder to write to, instead of one beside the evidence')
    .addHelpText('after', '\nExit code: 0 written, 1 the journal is damaged, 2 it cannot be done.')
    .action(async ({ data, attempt, out }: { data: string; attempt: string; out?: string }) => {
      const { report } = await import('./cli/report.ts');
      const { appRoot, packageVersion } = await import('./launch.ts');
      const options = { appRoot, version: packageVersion(), now: systemPorts().clock.now() };
      ended(
        await report({ ...options, dataDir: data, attemptId: attempt, out: out ?? null }, output),
      );
    });

  deskcheck
    .command('certify')
    .description('go through the readiness checks of a desk')
    .addOption(dataOption())
    .addOption(
      new Option('--gateway <kind>', 'the gateway of the desk')
        .choices(gatewayKindSchema.options)
        .default('simulated'),
    )
    .option('--host <host>', 'where TWS or IB Gateway runs')
    .option('--gateway-port <port>', 'its port', numberBetween(1, 65_535, true))
    .option('--phase <number>', 'this phase alone; may be given again', argument(readPhases))
    .option('--seed <seed>', 'what chance is drawn from', numberBetween(0, maxSeed, true))
    .addOption(
      new Option(
        '--resume',
        'go on with the latest attempt that did not come to its end',
      ).conflicts(['phase', 'seed']),
    )
    .option('--person <id>', 'who certifies', 'tester')
    .option('--out <folder>', 'a new folder for the report, instead of one beside the evidence')
    .option('--json', 'write the result as JSON, and nothing else, to the standard output')
    .addHelpText(
      'after',
      '\nExit code: 0 every critical check passed and none failed, 1 one did not, 2 it could not run or was stopped.',
    )
    .action(
      async (options: {
        data: string;
        gateway: GatewayKind;
        host?: string;
        gatewayPort?: number;
        phase?: Phase[];
        seed?: number;
        person: string;
        resume?: true;
        out?: string;
        json?: true;
      }) => {
        const { data, gateway, phase, seed, person, resume, out = null, json } = options;
        // Only this command needs the whole desk, which takes its time to load.
        const { certify } = await import('./cli/certify.ts');
        const { buildReport } = await import('./build-report.ts');
        const { appRoot, packageVersion } = await import('./launch.ts');
        const start = (): Promise<RunningDesk> => startDeskOf(options);
        const chosen = phase ?? phases.map((each) => each.phase);
        ended(
          await certify(
            {
              phases: chosen,
              seed: seed ?? null,
              resume: resume === true,
              json: json === true,
              personId: person,
              clock: systemPorts().clock,
              start,
              readPassphrase: (what) => readSecret(process.stdin, process.stderr, what),
              out,
              report: (attemptId) =>
                buildReport({
                  folder: join(data, gateway),
                  attemptId,
                  out,
                  appRoot,
                  version: packageVersion(),
                  now: systemPorts().clock.now(),
                }),
              stopped: askedToStop(),
            },
            output,
          ),
        );
      },
    );

  deskcheck
    .command('load')
    .description('put a load scenario on a desk and measure it; without one, list them')
    .argument('[scenario]', 'which, such as mixed-medium')
    .addOption(dataOption())
    .addOption(
      new Option('--gateway <kind>', 'the gateway of the desk')
        .choices(gatewayKindSchema.options)
        .default('simulated'),
    )
    .option('--host <host>', 'where TWS or IB Gateway runs')
    .option('--gateway-port <port>', 'its port', numberBetween(1, 65_535, true))
    .option('--seed <seed>', 'what chance is drawn from', numberBetween(0, maxSeed, true))
    .option('--person <id>', 'who runs it', 'tester')
    .option('--out <folder>', 'a new folder to write what was measured to, besides the desk’s own')
    .option('--json', 'write the result as JSON, and nothing else, to the standard output')
    .addHelpText(
      'after',
      '\nExit code: 0 it came to its end within the target for errors, 1 more failed, 2 it could not run or was stopped.',
    )
    .action(
      async (
        scenario: string | undefined,
        options: {
          data: string;
          gateway: GatewayKind;
          host?: string;
          gatewayPort?: number;
          seed?: number;
          person: string;
          out?: string;
          json?: true;
        },
      ) => {
        const { seed, person, out = null, json } = options;
        const { load } = await import('./cli/load.ts');
        ended(
          await load(
            {
              scenarioId: scenario ?? null,
              seed: seed ?? null,
              json: json === true,
              out,
              personId: person,
              clock: systemPorts().clock,
              start: () => startDeskOf(options),
              readPassphrase: (what) => readSecret(process.stdin, process.stderr, what),
              stopped: askedToStop(),
            },
            output,
          ),
        );
      },
    );

  deskcheck
    .command('export')
    .description('write the journal, orders, executions or positions as CSV or JSON')
    .addOption(dataOption())
    .addOption(
      new Option('--gateway <kind>', 'whose journal, where there are several').choices(
        gatewayKindSchema.options,
      ),
    )
    .addOption(
      new Option('--table <table>', 'what to write').choices(exportTables).default('journal'),
    )
    .addOption(
      new Option('--format <format>', 'how to write it').choices(exportFormats).default('csv'),
    )
    .option('--out <file>', 'a new file to write to, instead of the standard output')
    .action(
      async (options: {
        data: string;
        gateway?: GatewayKind;
        table: ExportTable;
        format: ExportFormat;
        out?: string;
      }) => {
        const { data, gateway = null, table, format, out = null } = options;
        ended(await exportTable({ dataDir: data, gateway, table, format, file: out }, output));
      },
    );

  deskcheck
    .command('passphrase')
    .description('give a person of a stopped desk a new passphrase: where the last one is lost')
    .addOption(dataOption())
    .addOption(
      new Option('--gateway <kind>', 'whose desk it is; a practice desk has no passphrases')
        .choices(realGateways.options)
        .makeOptionMandatory(),
    )
    .requiredOption('--person <id>', 'who, as the record calls them')
    .addHelpText(
      'after',
      '\nAsks for it twice at a terminal and shows nothing; else takes the first line of the standard input.' +
        '\nExit code: 0 it is set, 2 it cannot be done and nothing was changed.',
    )
    .action(
      async ({ data, gateway, person }: { data: string; gateway: string; person: string }) => {
        const options = { dataDir: data, gateway: realGateways.parse(gateway), personId: person };
        ended(await setPassphrase(options, process.stdin, output, systemPorts()));
      },
    );

  deskcheck
    .command('gateway')
    .description('run the simulated gateway alone; prints one JSON line with host and port')
    .option(
      '--port <port>',
      'port on 127.0.0.1; 0 takes any free one',
      numberBetween(0, 65_535, true),
      0,
    )
    .option(
      '--seed <seed>',
      'the same seed gives the same ticks',
      numberBetween(0, 2 ** 32 - 1, true),
      1,
    )
    .option('--speed <speed>', 'simulated time over wall time', numberBetween(1, 1000, false), 1)
    .option('--start-date <date>', 'first simulated day, such as 2020-03-09', argument(readDate))
    .option('--accounts <ids>', 'ids of the accounts, with commas between', argument(readAccounts))
    .option('--state <file>', 'keep accounts, orders and executions in this file between runs')
    .option(
      '--bars <symbol=file>',
      'a CSV of daily bars that drives an instrument; may be given again',
      argument(readBars),
    )
    .option(
      '--replay <what>',
      'days to play again: SPY@2008-10-15, SPY@2020-03 or a .csv file of daily bars',
      argument(readReplay),
    )
    .option('--script <file>', `a fault script, or one that ships: ${readyScripts.join(', ')}`)
    .option('--virtual', 'let time move as fast as clients take what comes')
    .option('--read-only', 'refuse every order, as with Read-Only API ticked in TWS')
    .addOption(
      new Option('--subscriptions <which>', 'the market data the accounts pay for').choices([
        'all',
        'delayed',
        'none',
      ]),
    )
    .option(
      '--daily-restart <time>',
      'restart every day at this time in New York, such as 23:45',
      argument(readTimeOfDay),
    )
    .option('--weekly-logoff', 'log everyone off on Sunday at 01:00 in New York')
    .action(async ({ state, ...options }: GatewayArguments) => {
      const stateFile = state === undefined ? {} : { stateFile: state };
      const { clock } = systemPorts();
      ended(await runGateway({ ...options, ...stateFile }, askedToStop(), output, clock));
    });

  return deskcheck;
}

/** A reader that closes its end early, as `head` does, has what it wanted. */
function allowEarlyClose(error: NodeJS.ErrnoException): void {
  if (error.code !== 'EPIPE') throw error;
}

async function main(): Promise<void> {
  process.stdout.on('error', allowEarlyClose);
  try {
    await program((code) => {
      process.exitCode = code;
    }).parseAsync(process.argv);
  } catch (error) {
    // Commander has said what is wrong; help asked for is no fault.
    if (!(error instanceof CommanderError)) throw error;
    process.exitCode = error.exitCode === 0 ? 0 : 2;
  }
}

await main();
