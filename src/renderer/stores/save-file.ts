/** Gives the person a file that the page holds; the browser or Electron asks where it goes, or knows. */
export function saveFile({
  name,
  type,
  pieces,
}: {
  name: string;
  type: string;
  pieces: (string | Uint8Array<ArrayBuffer>)[];
}): void {
  const address = URL.createObjectURL(
    new Blob(pieces, { type: type.startsWith('text/') ? `${type};charset=utf-8` : type }),
  );
  const link = document.createElement('a');
  link.href = address;
  link.download = name;
  link.click();
  // The browser has taken it over by the next turn of the page.
  setTimeout(() => {
    URL.revokeObjectURL(address);
  }, releaseMs);
}

const releaseMs = 60_000;
