import { commands, type CommandInput } from '#shared/contract/commands.ts';

/** The fields of the form, as text. */
export interface GatewayForm {
  kind: 'paper' | 'shadow';
  host: string;
  port: string;
  clientId: string;
}

/** The port each kind usually listens on. Only a habit of installations: the account decides what it is. */
export const usualPorts: Record<GatewayForm['kind'], { tws: number; gateway: number }> = {
  paper: { tws: 7497, gateway: 4002 },
  shadow: { tws: 7496, gateway: 4001 },
};

export const emptyGatewayForm: GatewayForm = {
  kind: 'paper',
  host: '127.0.0.1',
  port: String(usualPorts.paper.tws),
  clientId: '11',
};

export type GatewayProblems = Partial<Record<'host' | 'port' | 'clientId', string>>;

const whole = /^\d{1,10}$/;

/** What the form asks of the desk, or what is wrong in which field. */
export function readGatewayForm(
  form: GatewayForm,
):
  | { input: CommandInput<'gateway.choose'>; problems: null }
  | { input: null; problems: GatewayProblems } {
  const problems: GatewayProblems = {};
  const port = form.port.trim();
  const clientId = form.clientId.trim();
  if (!whole.test(port)) problems.port = 'A port is a number from 1 to 65535.';
  if (!whole.test(clientId)) problems.clientId = 'A client id is a whole number, 0 or more.';
  const parsed = commands['gateway.choose'].input.safeParse({
    kind: form.kind,
    host: form.host,
    port: Number(port),
    clientId: Number(clientId),
  });
  if (!parsed.success) {
    for (const { path, message } of parsed.error.issues) {
      const field = path[0];
      if (field === 'host') problems.host ??= message;
      if (field === 'port') problems.port ??= 'A port is a number from 1 to 65535.';
      if (field === 'clientId') problems.clientId ??= 'A client id is a whole number, 0 or more.';
    }
  }
  return parsed.success && Object.keys(problems).length === 0
    ? { input: parsed.data, problems: null }
    : { input: null, problems };
}
