/** What `InfrastructureModule` provides, globally. Inject with `@Inject(EVENT_LOG) log: EventLog`. */
export const CONFIG = Symbol('CONFIG');
/** `EventLog` of `#ports`. */
export const EVENT_LOG = Symbol('EVENT_LOG');
/** `JourneyStorage` of `#ports`. */
export const JOURNEY_STORAGE = Symbol('JOURNEY_STORAGE');
/** `IdentityStores` of `#ports`. */
export const IDENTITY_STORE = Symbol('IDENTITY_STORE');
/** `RecordCodec` of `#ports`. */
export const RECORD_CODEC = Symbol('RECORD_CODEC');
/** `Catalogue` of `#definitions`. */
export const CATALOGUE = Symbol('CATALOGUE');
/** `Clock` of `#ports`. */
export const CLOCK = Symbol('CLOCK');
/** `Logger` of `#observability`. */
export const LOGGER = Symbol('LOGGER');
/** `Metrics` of `#observability`. */
export const METRICS = Symbol('METRICS');
