/** All routes, and all that they need: a new file of routes is added here and nowhere else. */
import type { Routes } from '../api.ts';
import type { FleetServices } from '../../fleet/create-fleet.ts';
import { deviceSignInRoutes } from './fleet/device-sign-in.ts';
import { fleetRoutes } from './fleet/fleet-routes.ts';
import { type AlertServices, alertRoutes } from './alerts.ts';
import { type HealthRoutesOptions, healthRoutes } from './health.ts';
import { type IdentityApiOptions, identityRoutes } from './identity.ts';
import { type MetricsRoutesOptions, metricsRoutes } from './metrics.ts';
import { type RecordServices, recordRoutes } from './records.ts';
import { type SandboxServices, sandboxRoutes } from './sandboxes.ts';
import { type SystemRoutesOptions, systemRoutes } from './system.ts';

export interface Services
  extends HealthRoutesOptions, MetricsRoutesOptions, SystemRoutesOptions, IdentityApiOptions {
  readonly fleet: FleetServices;
  readonly records: RecordServices;
  readonly alerts: AlertServices;
  readonly sandboxes: SandboxServices;
}

export const allRoutes = (services: Services): readonly Routes[] => [
  healthRoutes(services),
  metricsRoutes(services),
  systemRoutes(services),
  ...identityRoutes(services),
  fleetRoutes(services.fleet, services.web),
  deviceSignInRoutes(services),
  ...recordRoutes(services.records),
  alertRoutes(services.alerts),
  sandboxRoutes(services.sandboxes),
];
