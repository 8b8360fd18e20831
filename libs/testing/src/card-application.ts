import { type DefinitionSource } from '#journey';

/** A journey small enough to read and rich enough to show every rule of the fold. */
export const CARD_APPLICATION: DefinitionSource = {
  journey: 'card-application',
  version: 1,
  title: 'Credit card application',
  startsOn: ['application.started'],
  lateness: { accept: 'PT24H', then: 'record' },
  stalledAfter: 'P1D',
  ignore: ['page.*'],
  fields: {
    fullName: {
      type: 'string',
      pii: true,
      from: ['application.started', 'application.details-submitted', 'profile.changed'],
    },
    email: {
      type: 'string',
      pii: true,
      from: ['application.details-submitted'],
      path: 'contact.email',
      identifies: 'email',
    },
    income: {
      type: 'number',
      pii: true,
      from: ['application.details-submitted', 'profile.changed'],
      staleAfter: 'P30D',
    },
    country: {
      title: 'Country',
      type: 'string',
      from: ['application.started', 'profile.changed'],
      prefer: 'first',
    },
    idNumber: {
      type: 'string',
      pii: true,
      from: ['identity.submitted', 'identity.verified'],
      verifiedBy: 'identity.verified',
      prefer: 'verified',
    },
    score: { type: 'integer', from: ['credit.reported'] },
  },
  initial: 'application',
  states: {
    application: {
      initial: 'details',
      on: { 'application.withdrawn': { target: 'withdrawn' } },
      states: {
        details: {
          title: 'Your details',
          channels: { web: '/apply/details', phone: 'May I take your details?' },
          needs: ['fullName', 'income'],
          defer: ['credit.reported'],
          on: {
            'application.details-submitted': { target: 'identity', label: 'Submit the details' },
          },
          after: {
            PT30M: { actions: [{ notify: 'continue-link', input: { to: 'fields.email' } }] },
            P14D: { target: 'abandoned' },
          },
        },
        identity: {
          title: 'Prove who you are',
          channels: { phone: 'I only need the number of your passport.' },
          needs: ['idNumber'],
          defer: ['credit.reported'],
          on: {
            'identity.verified': {
              target: 'credit',
              guard: 'event.data.level >= 0.8 && fields.fullName != ""',
              label: 'Check the identity',
            },
          },
        },
        credit: {
          backstage: true,
          entry: [{ call: 'credit-check', input: { id: 'fields.idNumber', at: 'now' } }],
          on: {
            'credit.reported': [
              { target: 'offer', guard: 'fields.score > 600' },
              { target: 'declined' },
            ],
          },
        },
        offer: {
          title: 'Your offer',
          channels: { web: '/apply/offer', phone: 'May I read you the offer?' },
          on: { 'offer.accepted': { target: 'accepted' } },
        },
      },
    },
    accepted: { type: 'final', outcome: 'accepted', entry: [{ emit: 'card.ordered' }] },
    declined: { type: 'final', outcome: 'declined' },
    withdrawn: { type: 'final', outcome: 'cancelled' },
    abandoned: { type: 'final', outcome: 'abandoned' },
  },
};
