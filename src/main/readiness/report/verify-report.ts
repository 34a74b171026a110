import { readFileSync } from 'node:fs';
import { basename, join } from 'node:path';

import type { Fact } from '#shared/domain/fact.ts';
import type { CheckRun, Configuration, Evidence } from '#shared/domain/readiness.ts';

import {
  applyToCertification,
  nothingCertified,
  type CertificationRecord,
} from '../certification-record.ts';
import { changedSince } from '../changed-since.ts';
import { sha256 } from '../evidence-folder.ts';
import {
  attachmentsIn,
  manifestFile,
  manifestSchema,
  sealHolds,
  type Manifest,
} from './manifest.ts';
import { isPhaseFileName, phaseFileSchema } from './phase-file.ts';
import { filesIn, ReportRefused } from './report-folder.ts';

/** Reads a report's manifest. Throws {@link ReportRefused} where the folder is no report. */
export function readManifest(folder: string): Manifest {
  let text: string;
  try {
    text = readFileSync(join(folder, manifestFile), 'utf8');
  } catch (error) {
    if (!(error instanceof Error && 'code' in error)) throw error;
    throw new ReportRefused(
      `${folder} holds no report: ${manifestFile} cannot be read (${error.message}).`,
      'Name the folder of a report with --report.',
    );
  }
  const parsed = manifestSchema.safeParse(jsonOf(text));
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  throw new ReportRefused(
    `${manifestFile} in ${folder} is not a manifest: ${issue === undefined ? 'it cannot be read' : `${issue.path.join('.')}: ${issue.message}`}.`,
    'It was altered, or is of another version of Deskcheck.',
  );
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    return null;
  }
}

/** What of a report's folder is not as it was built, a sentence for each file; empty where all of it is. */
export function reportProblems(folder: string, manifest: Manifest): string[] {
  const listed = new Set(manifest.files.map(({ file }) => file));
  const found = filesIn(folder).filter((file) => file !== manifestFile);
  const there = new Set(found);
  return [
    ...(sealHolds(manifest) ? [] : [`${manifestFile} was altered: its seal does not hold.`]),
    ...manifest.files.flatMap(({ file, sha256: recorded, bytes }) => {
      if (!there.has(file)) return [`${file} is missing.`];
      const content = readFileSync(join(folder, file));
      if (sha256(content) === recorded) return [];
      return [
        content.length === bytes
          ? `${file} was altered.`
          : `${file} was altered: it has ${content.length} bytes and had ${bytes}.`,
      ];
    }),
    ...found.filter((file) => !listed.has(file)).map((file) => `${file} was added.`),
  ];
}

/** What a report says that its journal does not, each a sentence; it is followed fact by fact. */
export class JournalTie {
  readonly #manifest: Manifest;
  readonly #runs: CheckRun[] = [];
  #hash: string | null = null;
  /** Of the attempt; null before it began. */
  #configuration: Configuration | null = null;
  #certification: CertificationRecord = nothingCertified;

  constructor(manifest: Manifest) {
    this.#manifest = manifest;
  }

  /** @param hash of the fact in the chain. */
  take(fact: Fact, hash: string): void {
    const { attemptId, journal } = this.#manifest;
    if (fact.seq > journal.seq) return;
    if (fact.seq === journal.seq) this.#hash = hash;
    this.#certification = applyToCertification(this.#certification, fact);
    if (fact.kind === 'attempt.began' && fact.body.attempt.attemptId === attemptId) {
      this.#configuration = fact.body.attempt.configuration;
    }
    if (fact.kind === 'check.ran' && fact.body.attemptId === attemptId) {
      this.#runs.push(fact.body.run);
    }
  }

  problems(folder: string): string[] {
    const { attemptId, journal, files } = this.#manifest;
    if (this.#hash === null) {
      return [`The journal does not reach fact ${journal.seq}, up to which this report was built.`];
    }
    if (this.#hash !== journal.hash) {
      return [`Fact ${journal.seq} of the journal is not the one this report was built from.`];
    }
    const configuration = this.#configuration;
    if (configuration === null) return [`The journal knows no attempt ${attemptId}.`];
    const hashes = new Map(files.map(({ file, sha256: hash }) => [file, hash]));
    return [
      ...notAsRecorded(
        'evidence',
        this.#runs.flatMap(({ evidence }) => evidence),
        hashes,
      ),
      ...notAsRecorded(attachmentsIn, this.#attached(configuration), hashes),
      ...this.#phaseProblems(folder),
    ];
  }

  /** The files that were attached to what was ticked under the attempt's configuration. */
  #attached(configuration: Configuration): Evidence[] {
    return [...this.#certification.ticks.values()]
      .filter((tick) => changedSince(tick.configuration, configuration) === null)
      .flatMap(({ attachment }) => attachment ?? []);
  }

  /** The files for machines say of each run what the journal says. */
  #phaseProblems(folder: string): string[] {
    return this.#manifest.files
      .map(({ file }) => file)
      .filter((file) => isPhaseFileName(basename(file)))
      .flatMap((file) => {
        const phase = phaseFileSchema.safeParse(jsonOf(textOf(join(folder, file))));
        if (!phase.success) return [`${file} cannot be read as a phase.`];
        const recorded = this.#runs.filter((run) => run.phase === phase.data.phase);
        return JSON.stringify(phase.data.runs) === JSON.stringify(recorded)
          ? []
          : [`${file} does not say what the journal recorded of its checks.`];
      });
  }
}

/** What lies in a folder of the report otherwise than it is on record, each a sentence. */
function notAsRecorded(
  folder: string,
  recorded: readonly Evidence[],
  hashes: ReadonlyMap<string, string>,
): string[] {
  return recorded.flatMap(({ file, sha256: hash }) => {
    const path = `${folder}/${file}`;
    const found = hashes.get(path);
    if (found === hash) return [];
    return found === undefined
      ? `${path} is on record in the journal and not in this report.`
      : `${path} is not what the journal recorded.`;
  });
}

function textOf(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    if (!(error instanceof Error && 'code' in error)) throw error;
    return '';
  }
}
