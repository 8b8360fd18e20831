export { createLogger, type Logger, type LoggerOptions, type LogLevel } from './logger.js';
export { createMetrics, type Metrics } from './metrics.js';
