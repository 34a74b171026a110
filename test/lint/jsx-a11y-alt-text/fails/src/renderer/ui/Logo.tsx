export function Logo() {
  return <img src="logo.svg" />; // breaks
}
