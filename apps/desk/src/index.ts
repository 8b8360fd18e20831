export { connectDesk, DeskModule } from './desk.module.js';
export { type GatewayAccess } from './gateway-client.js';
