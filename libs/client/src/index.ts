export { type Api, apiClient, type ApiClientOptions } from './client.js';
export * from './generated/openapi.js';
