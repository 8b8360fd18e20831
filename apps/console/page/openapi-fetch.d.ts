/** The library as this page's origin serves it: one module that imports nothing. */
export { default } from 'openapi-fetch';
