/** Failures of the fleet's services as problems, for all routes of a scope. */
import type { Api } from '../../api.ts';
import { DeviceStoreError } from '../../../fleet/device-store-error.ts';
import { FleetError } from '../../../fleet/fleet-error.ts';
import { staleVersion } from '../../habits/etag.ts';
import { ApiProblem, type ProblemError } from '../../problem.ts';

export function answerFleetErrors(api: Api): void {
  api.setErrorHandler((error) => {
    throw problemFor(error);
  });
}

/** Anything else stays what it is. */
export function problemFor(error: unknown): unknown {
  if (error instanceof DeviceStoreError && error.code === 'INVALID_ID') {
    const errors = [{ pointer: '/body/id', detail: error.message, code: 'INVALID_ID' }];
    return new ApiProblem('INVALID_INPUT', error.message, { errors });
  }
  if (!(error instanceof FleetError)) return error;
  const { code, message, extras } = error;
  switch (code) {
    case 'NOT_FOUND':
      return new ApiProblem('NOT_FOUND', message);
    case 'EXISTS':
      return new ApiProblem('ALREADY_EXISTS', message);
    case 'INVALID':
      return new ApiProblem('INVALID_INPUT', message, { errors: errorsOf(error) });
    case 'STALE':
      return staleVersion(extras.currentVersion ?? 0);
    case 'CONFLICT':
    case 'IN_USE':
    case 'REFUSED':
      return new ApiProblem('CONFLICT', message);
    case 'UNREACHABLE':
      return new ApiProblem('PROVIDER_FAILED', message, { cause: extras.cause });
    case 'BUSY':
      return new ApiProblem('UNAVAILABLE', message, { headers: { 'retry-after': '60' } });
  }
}

const errorsOf = ({ extras: { issues = [] } }: FleetError): ProblemError[] =>
  issues.map(({ path, message, code }) => ({
    pointer: ['/body', ...path.map((key) => String(key).replaceAll('~', '~0').replaceAll('/', '~1'))].join(
      '/',
    ),
    detail: message,
    code,
  }));
