import { createHash } from 'node:crypto';
import { type Type } from 'avsc';

/** How a schema is named on the wire, derived from its content alone: every process agrees without asking anyone. */
export interface SchemaIdentity {
  /** 1 to 2^31 - 1, from the SHA-256 of the canonical form. */
  readonly id: number;
  /** UUID (version 8), from the same hash. */
  readonly guid: string;
  /** CRC-64-AVRO of the canonical form as 16 hex digits, in the little-endian order of the wire. */
  readonly fingerprint: string;
}

/** Avro 1.12 "Parsing Canonical Form": docs, defaults, aliases and everything else a writer does not need are left out. */
export function canonicalForm(type: Type): string {
  return JSON.stringify(type.schema());
}

export function identityOf(type: Type): SchemaIdentity {
  const canonical = Buffer.from(canonicalForm(type), 'utf8');
  const hash = createHash('sha256').update(canonical).digest();
  return {
    id: hash.readUInt32BE(0) & 0x7fff_ffff || 1,
    guid: guidOf(hash.subarray(4, 20)),
    fingerprint: crc64(canonical),
  };
}

function guidOf(hash: Uint8Array): string {
  const bytes = Uint8Array.from(hash);
  bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x80;
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80;
  return guidText(bytes);
}

/** 16 bytes as 8-4-4-4-12 lower-case hex digits. */
export function guidText(bytes: Uint8Array): string {
  const hex = Buffer.from(bytes).toString('hex');
  return [
    hex.slice(0, 8),
    hex.slice(8, 12),
    hex.slice(12, 16),
    hex.slice(16, 20),
    hex.slice(20),
  ].join('-');
}

const CRC_EMPTY = 0xc15d213aa4d7a795n;

const CRC_TABLE = Array.from({ length: 256 }, (_, index) => {
  let crc = BigInt(index);
  for (let bit = 0; bit < 8; bit++) crc = (crc >> 1n) ^ (crc & 1n ? CRC_EMPTY : 0n);
  return crc;
});

/** Avro 1.12, "Schema Fingerprints". */
function crc64(bytes: Uint8Array): string {
  let crc = CRC_EMPTY;
  for (const byte of bytes) {
    crc = (crc >> 8n) ^ (CRC_TABLE[Number((crc ^ BigInt(byte)) & 0xffn)] ?? 0n);
  }
  const wire = Buffer.alloc(8);
  wire.writeBigUInt64LE(crc);
  return wire.toString('hex');
}
