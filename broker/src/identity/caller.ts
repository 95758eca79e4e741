/** Who asks for something, and from where. */
import type { Principal } from './principal.ts';

export interface Origin {
  readonly address?: string | undefined;
  readonly userAgent?: string | undefined;
  readonly requestId?: string | undefined;
}

export interface Caller {
  readonly principal: Principal;
  readonly origin: Origin;
}
