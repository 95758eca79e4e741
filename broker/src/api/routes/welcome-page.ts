/**
 * The page behind one-time links: the first owner, an invitation, a lost password. It needs nothing but this one answer,
 * and works before there is anybody who could sign in.
 */
import { createHash } from 'node:crypto';
import type { Routes } from '../api.ts';

const STYLE = `
:root { color-scheme: light dark; font: 16px/1.5 system-ui, sans-serif }
body { max-width: 24rem; margin: 12vh auto; padding: 0 1rem }
h1 { font-size: 1.4rem }
label { display: block; margin: 1rem 0 0 }
input { width: 100%; box-sizing: border-box; padding: .5rem; font: inherit }
button { margin-top: 1.5rem; padding: .5rem 1.25rem; font: inherit }
#problem { color: #c0392b; min-height: 1.5em }
[hidden] { display: none }`;

const SCRIPT = `
const $ = (id) => document.getElementById(id);
const token = location.hash.slice(1);
const ask = async (path, body) => {
  const response = await fetch('/api/auth/links/' + path, {
    method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) });
  const answer = await response.json();
  if (response.ok) return answer;
  const fields = (answer.errors ?? []).map((error) => error.pointer.replace('/body/', '') + ': ' + error.detail);
  throw new Error(fields.join('; ') || answer.detail);
};
const show = (text) => { $('problem').textContent = text };
const titles = { setup: 'Set up Pipit', invitation: 'Welcome to Pipit', password: 'A new password' };
let purpose;
ask('look', { token }).then((link) => {
  purpose = link.purpose;
  $('title').textContent = titles[purpose];
  $('newcomer').hidden = purpose !== 'setup';
  $('who').textContent = purpose === 'setup'
    ? 'You become the owner of this installation.' : 'For ' + link.name + ', ' + link.email + '.';
  $('form').hidden = false;
}, (error) => show(error.message));
$('form').addEventListener('submit', async (event) => {
  event.preventDefault();
  show('');
  if ($('password').value !== $('again').value) return show('The two passwords differ.');
  const person = purpose === 'setup' ? { email: $('email').value, name: $('name').value } : {};
  try {
    const { user } = await ask('redeem', { token, password: $('password').value, ...person });
    history.replaceState(null, '', location.pathname);
    $('form').hidden = true;
    $('who').textContent = 'You are signed in as ' + user.name + ' (' + user.email + ', ' + user.role + ').';
    $('next').hidden = false;
  } catch (error) { show(error.message) }
});`;

const PAGE = `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Pipit</title>
<style>${STYLE}</style>
</head>
<body>
<h1 id="title">Pipit</h1>
<p id="who"></p>
<form id="form" hidden>
<div id="newcomer" hidden>
<label>Your name <input id="name" autocomplete="name" maxlength="200"></label>
<label>E-mail address <input id="email" type="email" autocomplete="username"></label>
</div>
<label>Password, 10 characters at least <input id="password" type="password" autocomplete="new-password" required></label>
<label>Once more <input id="again" type="password" autocomplete="new-password" required></label>
<button>Go on</button>
</form>
<p id="problem" role="alert"></p>
<p id="next" hidden>All that Pipit can do is described at <a href="/api/docs">/api/docs</a>, where it can be tried.</p>
<script>${SCRIPT}</script>
</body>
</html>
`;

const hashOf = (text: string): string => `'sha256-${createHash('sha256').update(text).digest('base64')}'`;

/** Only what the page itself brings may run. */
const POLICY = [
  "default-src 'none'",
  `script-src ${hashOf(SCRIPT)}`,
  `style-src ${hashOf(STYLE)}`,
  "connect-src 'self'",
  "form-action 'self'",
  "base-uri 'none'",
  "frame-ancestors 'none'",
].join('; ');

export const welcomePage: Routes = (api) => {
  api.get('/welcome', { config: { access: 'public' }, schema: { hide: true } }, async (_request, reply) =>
    reply.header('content-security-policy', POLICY).type('text/html; charset=utf-8').send(PAGE),
  );
};
