import { type Interaction } from '#contracts';

/** An interaction that fits its schema; what matters to a test is given by it. */
export function interaction(overrides: Partial<Interaction> = {}): Interaction {
  return {
    id: 'i-1',
    source: '//bank.example/apply',
    type: 'application.details-submitted',
    channel: 'web',
    time: 1_795_256_100_000,
    clock: 'live',
    subjectId: 'abcdefghijklmnopqrst',
    identifiers: [{ scheme: 'cookie', value: 'c-81', verified: false }],
    journeyId: null,
    correlation: null,
    actor: { kind: 'customer', id: null },
    dataContentType: 'application/json',
    data: Buffer.from('{"fullName":"Ana Silva"}'),
    encryptionKeyId: null,
    deployment: 0,
    ...overrides,
  };
}
