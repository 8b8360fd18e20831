export { backbone } from './backbone.js';
