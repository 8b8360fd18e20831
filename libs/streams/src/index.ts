export { type EventSink, type StreamedEvent, type StreamPosition } from './event-sink.js';
export { type StreamRequest, Streams } from './streams.js';
