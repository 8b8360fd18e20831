import { type Setting } from './setting.js';
import { SETTINGS } from './settings.js';

/** One environment variable, for people. */
export interface SettingDescription {
  readonly name: string;
  /** Undefined: stays unset. */
  readonly default: string | undefined;
  readonly range: string;
  readonly doc: string;
}

/** Every environment variable, in the order of the documentation. */
export function describeConfig(): readonly SettingDescription[] {
  return Object.values<Setting<unknown>>(SETTINGS).map((setting) => ({
    name: setting.name,
    default: setting.default,
    range: setting.range,
    doc: setting.doc,
  }));
}
