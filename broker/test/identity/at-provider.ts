/** What somebody does with a browser at an OpenID Connect provider for tests: types a name, agrees, and is sent back. */

/** @returns the address that the provider sends the browser to, which begins with `home`. */
export async function atProvider(url: string, login: string, home: string): Promise<string> {
  const cookies = new Map<string, string>();
  let next = { url, body: undefined as URLSearchParams | undefined };
  for (let step = 0; step < 20; step += 1) {
    const response = await fetch(next.url, {
      redirect: 'manual',
      headers: { cookie: [...cookies].map(([name, value]) => `${name}=${value}`).join('; ') },
      ...(next.body && { method: 'POST', body: next.body }),
    });
    for (const line of response.headers.getSetCookie()) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
      cookies.set(name, value);
    }
    const location = response.headers.get('location');
    if (location !== null) {
      const target = new URL(location, next.url).href;
      if (target.startsWith(home)) return target;
      next = { url: target, body: undefined };
      continue;
    }
    const page = await response.text();
    const [, action] = /action="([^"]+)"/.exec(page) ?? [];
    const [, prompt] = /name="prompt" value="([^"]+)"/.exec(page) ?? [];
    if (!action || !prompt) throw new Error(`The provider says ${response.status}: ${page}`);
    next = { url: action, body: new URLSearchParams({ prompt, login, password: 'any' }) };
  }
  throw new Error('The provider sends us in circles.');
}
