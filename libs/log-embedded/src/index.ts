export {
  openEmbeddedLog,
  openEmbeddedLogForReading,
  type EmbeddedLogOptions,
} from './embedded-log.js';
