/** The one place that looks at the process environment. */

export interface Environment {
  /** All variables, for the settings. */
  readonly variables: Readonly<Record<string, string | undefined>>;
  /** Folder of the emulator's speech models. */
  readonly modelsDir: string | undefined;
  /** For the emulator's language model. A secret: never a setting, never logged. */
  readonly llmApiKey: string | undefined;
  /** Who `pipit talk` is. */
  readonly deviceUrl: string | undefined;
  readonly deviceId: string | undefined;
  readonly deviceSecret: string | undefined;
}

export function readEnvironment(variables: NodeJS.ProcessEnv = process.env): Environment {
  return {
    variables,
    modelsDir: variables['PIPIT_MODELS_DIR'],
    llmApiKey: variables['PIPIT_LLM_API_KEY'],
    deviceUrl: variables['PIPIT_URL'],
    deviceId: variables['PIPIT_DEVICE_ID'],
    deviceSecret: variables['PIPIT_DEVICE_SECRET'],
  };
}

/** Variables with our prefix that are not settings. */
export const OTHER_VARIABLES: ReadonlySet<string> = new Set([
  'PIPIT_CONFIG',
  'PIPIT_MODELS_DIR',
  'PIPIT_LLM_API_KEY',
  'PIPIT_URL',
  'PIPIT_DEVICE_ID',
  'PIPIT_DEVICE_SECRET',
]);
