/** All routes of the fleet. */
import type { FleetServices } from '../../../fleet/create-fleet.ts';
import type { Api, Routes } from '../../api.ts';
import type { WebSettings } from '../../sign-in-cookies.ts';
import { claimRoutes } from './claims.ts';
import { commandRoutes } from './commands.ts';
import { configurationRoutes } from './configuration.ts';
import { deviceBulkRoutes } from './device-bulk.ts';
import { deviceEndpointRoutes } from './device-endpoint.ts';
import { deviceSecretRoutes } from './device-secrets.ts';
import { deviceRoutes } from './devices.ts';
import { answerFleetErrors } from './fleet-problems.ts';
import { examinationRoutes } from './examination.ts';
import { groupRoutes } from './groups.ts';
import { mcpServerRoutes } from './mcp-servers.ts';
import { mcpSignInRoutes } from './mcp-sign-ins.ts';
import { plainDeviceRoutes } from './plain-devices.ts';
import { trialDeviceRoutes } from './trial-device.ts';
import { voiceRoutes } from './voices.ts';

const ALL = [
  plainDeviceRoutes,
  deviceRoutes,
  deviceBulkRoutes,
  deviceSecretRoutes,
  deviceEndpointRoutes,
  groupRoutes,
  configurationRoutes,
  commandRoutes,
  claimRoutes,
  mcpServerRoutes,
  mcpSignInRoutes,
  trialDeviceRoutes,
  examinationRoutes,
  voiceRoutes,
];

export const fleetRoutes =
  (services: FleetServices, web: WebSettings): Routes =>
  async (api) => {
    // A scope of their own, for how their failures are answered and for bodies of CSV.
    await api.register(async (scope) => {
      const scoped = scope as unknown as Api;
      answerFleetErrors(scoped);
      for (const add of ALL) add(scoped, services, web);
    });
  };
