export function warn(): void {
  console.warn('late'); // breaks
}
