/** Reads what is set for a device; a conversation does not fail, nor wait long, because that cannot be read. */
import type { Logger } from 'pino';
import type { Clock } from '../clock.ts';
import type { Figures } from '../telemetry/figures.ts';
import type { ReadSettings, SessionSettings } from './session-settings.ts';

export interface SettingsReaderOptions {
  /** What takes too long, or fails, is replaced. */
  readonly settingsFor: ReadSettings | undefined;
  readonly fallback: SessionSettings;
  readonly clock: Clock;
  readonly figures: Figures;
  readonly log: Logger;
}

/** The user waits meanwhile. */
const TIMEOUT_MS = 2000;

/** Of the device; never rejects. */
export const settingsReader =
  ({ settingsFor, fallback, clock, figures, log }: SettingsReaderOptions): ReadSettings =>
  (deviceId) => {
    const fallBack = (error: unknown): SessionSettings => {
      figures.count('session_settings_failed_total');
      log.error({ err: error, deviceId }, 'settings of the device cannot be read; the defaults are used');
      return fallback;
    };
    try {
      const settings = settingsFor?.(deviceId) ?? fallback;
      if (!(settings instanceof Promise)) return settings;
      return new Promise((resolve) => {
        const cancel = clock.after(TIMEOUT_MS, () => resolve(fallBack(new Error('no answer in time'))));
        settings.then(resolve, (error: unknown) => resolve(fallBack(error))).finally(cancel);
      });
    } catch (error) {
      return fallBack(error);
    }
  };
