/** Settings of a page, as far as the double looks at them. */
export interface WebPreferences {
  preload?: string;
  contextIsolation?: boolean;
  sandbox?: boolean;
  nodeIntegration?: boolean;
  nodeIntegrationInWorker?: boolean;
  nodeIntegrationInSubFrames?: boolean;
  webSecurity?: boolean;
  webviewTag?: boolean;
  [other: string]: unknown;
}

/** Defaults of Electron for what the double looks at. */
const DEFAULTS: WebPreferences = {
  contextIsolation: true,
  sandbox: true,
  nodeIntegration: false,
  nodeIntegrationInWorker: false,
  nodeIntegrationInSubFrames: false,
  webSecurity: true,
  webviewTag: false,
};

/** The settings with defaults. Throws for what the double cannot stand in for. */
export function settled(preferences: WebPreferences = {}): WebPreferences {
  const all = { ...DEFAULTS, ...preferences };
  for (const [name, value] of Object.entries(DEFAULTS)) {
    if (all[name] !== value) throw new Error(`The double runs no page with ${name}: ${String(all[name])}.`);
  }
  return all;
}
