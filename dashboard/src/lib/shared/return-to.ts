/** Where to go after signing in: back to where one was, on this site only. */
export function returnTo(query: { get(name: string): string | null }): string {
  const next = query.get('next') ?? '/';
  // A foreign address would make our sign-in the door to somebody else's page; `//host` and `/\host` are such.
  return /^\/(?![/\\])/.test(next) ? next : '/';
}
