import { type Config } from '#config';
import { type Catalogue } from '#definitions';
import { type Logger, type Metrics } from '#observability';
import {
  type Clock,
  type ContinuityStores,
  type EventLog,
  type HandOffStore,
  type IdentityStores,
  type InboxStore,
  type JourneyStorage,
  type LeaseStore,
  type RecognitionIndex,
  type RecordCodec,
} from '#ports';
import { token } from './token.js';

// What `InfrastructureModule` provides, globally.
export const CONFIG = token<Config>('CONFIG');
export const EVENT_LOG = token<EventLog>('EVENT_LOG');
export const JOURNEY_STORAGE = token<JourneyStorage>('JOURNEY_STORAGE');
export const IDENTITY_STORE = token<IdentityStores>('IDENTITY_STORE');
export const RECORD_CODEC = token<RecordCodec>('RECORD_CODEC');
export const CATALOGUE = token<Catalogue>('CATALOGUE');
export const CLOCK = token<Clock>('CLOCK');
export const LOGGER = token<Logger>('LOGGER');
export const METRICS = token<Metrics>('METRICS');

/** What whoever reads and writes the log takes, as our classes call it. */
export const LOG_AND_CLOCK = { log: EVENT_LOG, codec: RECORD_CODEC, clock: CLOCK } as const;

// What `ContinuityStoresModule` provides.
export const CONTINUITY_STORES = token<ContinuityStores>('CONTINUITY_STORES');
export const HAND_OFF_STORE = token<HandOffStore>('HAND_OFF_STORE');
export const LEASE_STORE = token<LeaseStore>('LEASE_STORE');
export const RECOGNITION_INDEX = token<RecognitionIndex>('RECOGNITION_INDEX');

// What `InboxStoreModule` provides.
export const INBOX_STORE = token<InboxStore>('INBOX_STORE');
