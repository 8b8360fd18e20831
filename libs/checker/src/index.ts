export {
  checkInstallation,
  type CheckOptions,
  type CheckReport,
  type Finding,
  type FindingCode,
} from './check-installation.js';
