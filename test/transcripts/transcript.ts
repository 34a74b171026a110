import { readdirSync, readFileSync } from 'node:fs';

import { z } from 'zod';

/** What a client's line asks for; figures are text, as in the captures. */
const askedSchema = z.object({
  order_id: z.string().optional(),
  req_id: z.string().optional(),
  contract: z.object({ con_id: z.string().optional() }).optional(),
  action: z.string().optional(),
  total_quantity: z.string().optional(),
  order_type: z.string().optional(),
  lmt_price: z.string().optional(),
  aux_price: z.string().optional(),
  tif: z.string().optional(),
  transmit: z.boolean().optional(),
  account: z.string().optional(),
  tags: z.array(z.string()).optional(),
  duration: z.string().optional(),
  bar_size: z.string().optional(),
});
export type Asked = z.infer<typeof askedSchema>;

/** The part of a server's line that makes its kind. */
const answeredSchema = z.object({
  code: z.number().optional(),
  status: z.string().optional(),
  order_type: z.string().optional(),
  why_held: z.string().optional(),
  tag: z.string().optional(),
});

/** What a message says, by names; figures as text. */
export type Facts = Readonly<Record<string, string>>;

export type TranscriptLine =
  | { from: 'client'; name: string; asked: Asked }
  | { from: 'server'; name: string; kind: string; code: number; facts: Facts }
  | { from: 'script'; name: 'handshake' | 'disconnect' }
  | { from: 'sleep'; name: 'sleep'; ms: number };

const folder = new URL('./', import.meta.url);

/** The captures of this folder, by file name. */
export function transcriptNames(): string[] {
  return readdirSync(folder)
    .filter((name) => name.endsWith('.txt'))
    .toSorted();
}

export function readTranscript(name: string): TranscriptLine[] {
  return readFileSync(new URL(name, folder), 'utf8')
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '' && !line.startsWith('#'))
    .map(parseLine);
}

function parseLine(line: string): TranscriptLine {
  const [first = '', second = '', ...rest] = line.split(' ');
  const json = (): unknown => JSON.parse(rest.join(' '));
  switch (first) {
    case 'client':
      return { from: 'client', name: second, asked: askedSchema.parse(json()) };
    case 'server':
      return answer(second, json());
    case 'handshake':
    case 'disconnect':
      return { from: 'script', name: first };
    case 'sleep':
      return { from: 'sleep', name: first, ms: sleepMs(second) };
    default:
      throw new Error(`A transcript has a line of an unknown kind: ${line}`);
  }
}

function answer(name: string, json: unknown): TranscriptLine {
  const told = answeredSchema.parse(json);
  const about: Record<string, readonly (string | number | undefined)[]> = {
    api_error: [told.code],
    open_order: [told.order_type],
    order_status: [told.status, told.why_held],
    account_summary: [told.tag],
  };
  const kind = kindOf(name, about[name]);
  return { from: 'server', name, kind, code: told.code ?? 0, facts: factsOf(json) };
}

/** The plain values of a line, and those of its contract under their own names. */
function factsOf(json: unknown): Facts {
  const line = z.record(z.string(), z.unknown()).parse(json);
  const contract = z.record(z.string(), z.unknown()).catch({}).parse(line['contract']);
  const plain = Object.entries({ ...contract, ...line }).flatMap(([name, value]) =>
    typeof value === 'string' || typeof value === 'number' ? [[name, String(value)] as const] : [],
  );
  return Object.fromEntries(plain);
}

/** A message's kind: its name and what tells it from others of that name. */
export function kindOf(
  name: string,
  details: readonly (string | number | undefined)[] = [],
): string {
  return [name, ...details.filter((detail) => detail !== undefined && detail !== '')].join(' ');
}

function sleepMs(text: string): number {
  const match = /^(\d+)(ms|s)$/.exec(text);
  if (match === null) throw new Error(`A transcript sleeps for '${text}'.`);
  return Number(match[1]) * (match[2] === 's' ? 1000 : 1);
}
