/** What is not even HTTP is answered on the socket itself, in the same form as everything else. */
import type { Socket } from 'node:net';
import { PROBLEMS, type ProblemCode } from './problem-codes.ts';
import { ApiProblem, PROBLEM_TYPE, problemOf } from './problem.ts';

const CODES: Readonly<Record<string, ProblemCode>> = {
  HPE_HEADER_OVERFLOW: 'HEADERS_TOO_LARGE',
  ERR_HTTP_REQUEST_TIMEOUT: 'TIMEOUT',
};

export function answerBrokenRequest(error: Error & { code?: string }, socket: Socket): void {
  if (error.code === 'ECONNRESET' || socket.destroyed) return;
  const code = CODES[error.code ?? ''] ?? 'BAD_REQUEST';
  const { status, title } = PROBLEMS[code];
  const problem = new ApiProblem(code, 'Send HTTP/1.1, and headers of moderate size, without long pauses.');
  const body = JSON.stringify(problemOf(problem, '', ''));
  const head = [
    `HTTP/1.1 ${status} ${title}`,
    `content-type: ${PROBLEM_TYPE}`,
    `content-length: ${Buffer.byteLength(body)}`,
    'cache-control: no-store',
    'connection: close',
  ];
  if (socket.writable) socket.write(`${head.join('\r\n')}\r\n\r\n${body}`);
  socket.destroySoon();
}
