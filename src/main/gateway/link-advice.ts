/** What a person can check when the gateway cannot be reached. Source: IB, "TWS API, initial setup". */
export const cannotConnectAdvice: readonly string[] = [
  'Start TWS or IB Gateway on this machine and log in to the paper account.',
  'In TWS: Global Configuration, API, Settings: tick "Enable ActiveX and Socket Clients".',
  'Compare the socket port there with the port of the desk: TWS paper 7497, IB Gateway paper 4002.',
  'If TWS runs on another machine, add this one to its trusted IPs and clear "Allow connections from localhost only".',
];

export const handshakeAdvice: readonly string[] = [
  'TWS may be showing a dialog that asks to accept the connection: accept it.',
  'Something else than TWS or IB Gateway may be listening on this port: compare it with the API settings.',
  'If TWS itself hangs, restart it.',
];

export const clientIdAdvice: readonly string[] = [
  'Another program, or an earlier run of the desk, is connected with this client id: close it.',
  'Or give the desk another client id in the settings.',
];

export const clientIdDriftAdvice: readonly string[] = [
  'Orders that were placed under the usual client id can be seen here, but not changed or cancelled one by one; cancel all still works.',
];

export const brokerLostAdvice: readonly string[] = [
  'Orders already at the exchange keep working. New orders wait until the broker is back.',
  'Check the internet connection of the machine that TWS runs on.',
];

export const lateAdvice: readonly string[] = [
  'New orders wait until the gateway answers in time again.',
  'If it stays so, check the load of the machine that TWS runs on.',
];

export const orderIdsAdvice: readonly string[] = [
  'In TWS: Global Configuration, API, Settings: press "Reset API order ID sequence", then reconnect.',
];

export const versionAdvice: readonly string[] = ['Upgrade TWS or IB Gateway to a current version.'];

export const readOnlyAdvice: readonly string[] = [
  'In TWS: Global Configuration, API, Settings: clear "Read-Only API" and apply. The desk notices by itself within a minute.',
];
