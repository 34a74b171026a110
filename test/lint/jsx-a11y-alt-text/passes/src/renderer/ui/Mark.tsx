export function Mark() {
  return <img src="logo.svg" alt="Deskcheck" />;
}
