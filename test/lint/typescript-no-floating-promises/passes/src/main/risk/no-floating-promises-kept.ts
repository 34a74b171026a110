export async function send(write: () => Promise<void>): Promise<void> {
  await write();
}
