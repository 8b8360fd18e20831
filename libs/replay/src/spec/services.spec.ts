import { describe, expect, it } from '@jest/globals';
import { runSpec } from './run-spec.js';

const LOAN = `journey: loan
version: 1
title: Loan
startsOn: [loan.asked]
fields:
  idNumber: { type: string, from: [loan.asked] }
initial: checking
states:
  checking:
    type: parallel
    backstage: true
    onDone: { target: offered }
    states:
      credit:
        states:
          asking:
            invoke:
              service: credit-check
              input: { id: fields.idNumber }
              timeout: PT30S
              retry: { attempts: 2, backoff: PT1M }
              onDone:
                - { target: good, guard: event.data.score > 600 }
                - { target: refused }
              onError: { target: by-hand, actions: [{ task: check-credit }] }
          by-hand:
            on: { credit.checked: { target: good } }
          good: { type: final }
      papers:
        initial: waiting
        states:
          waiting:
            on: { papers.received: { target: filed } }
          filed: { type: final }
  offered: { type: final, outcome: offered }
  refused: { type: final, outcome: refused }
`;

const SPEC = `journey: loan
version: 1
steps:
  asked: { event: loan.asked, channel: web, data: { idNumber: X-1 } }
scenarios:
  - name: good credit and papers, in whichever order, lead to an offer
    given: asked
    when:
      - { answer: credit-check, result: { score: 700 }, expect: { state: [good, waiting] } }
      - { event: papers.received, channel: mail }
    then: { outcome: offered }
  - name: poor credit is refused
    given: asked
    when: { answer: credit-check, result: { score: 500 } }
    then: { outcome: refused }
  - name: no answer twice is a person's work
    when:
      - asked
      - { wait: PT30S, expect: { state: [asking, waiting], actions: [] } }
      - { wait: PT1M, expect: { actions: [{ call: credit-check, input: { id: X-1 }, attempt: 2 }] } }
      - { wait: PT30S }
    then:
      state: [by-hand, waiting]
      actions: [{ call: credit-check, attempt: 1 }, { call: credit-check, attempt: 2 }, { task: check-credit }]
  - name: what cannot succeed is not tried again
    given: asked
    when:
      - { fail: credit-check, code: unknown-person, retryable: false, expect: { state: [by-hand, waiting] } }
      - { event: credit.checked, channel: branch, actor: agent }
    then: { state: [good, waiting] }
`;

describe('a spec of a journey that calls a service and does two things at once', () => {
  const { result, faults } = runSpec({
    definition: { file: 'v1.yaml', text: LOAN },
    spec: { file: 'v1.spec.yaml', text: SPEC },
  });

  it('answers in its place, or lets it fail or say nothing', () => {
    expect(faults).toEqual([]);
    const told = result?.scenarios.flatMap(({ name, failures }) =>
      failures.map((failure) => ({ name, ...failure })),
    );
    expect(told).toEqual([]);
  });

  it('counts the ways on from an answer, an error, and the end of all regions', () => {
    expect(result?.coverage).toMatchObject({
      states: { of: 10, missed: [] },
      transitions: { of: 6, missed: [] },
    });
  });
});
