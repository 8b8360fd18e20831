export {
  DEFAULT_GATEWAY_URL,
  loadConfig,
  type Config,
  type Environment,
  type KafkaConfig,
} from './config.js';
export { describeConfig, type SettingDescription } from './describe-config.js';
export { type ServiceName } from './settings.js';
export { installationRoot } from './installation-root.js';
