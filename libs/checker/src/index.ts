export {
  checkInstallation,
  type CheckOptions,
  type CheckReport,
  type Finding,
  type FindingCode,
  type UnderWay,
} from './check-installation.js';
