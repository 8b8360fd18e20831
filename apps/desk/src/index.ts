export { connectDesk, DeskModule } from './desk.module.js';
export { type GatewayAddress } from './gateway-client.js';
