// Generated from docs/openapi.yaml by `npm run generate`. Do not edit.

export interface paths {
    "/health/live": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The process runs. */
        get: operations["health-live"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/health/ready": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Whether every part can do its work, and what those miss that cannot. */
        get: operations["health-ready"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/metrics": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Figures of the process, for Prometheus. */
        get: operations["health-exposition"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/desk/stream": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Who has just come to the phone, and what changes in the journeys the agent holds. */
        get: operations["desk-stream"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/desk/queue": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Running journeys last seen on the phone. */
        get: operations["desk-queue"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/desk/journeys/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What an agent sees of one journey and its customer. */
        get: operations["desk-card"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/desk/journeys/{id}/claim": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** An agent takes a journey for half an hour; again, for another one. */
        post: operations["desk-claim"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/desk/journeys/{id}/release": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** An agent gives a journey back. */
        post: operations["desk-release"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/desk/journeys/{id}/steps": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Captures a step: an interaction like any other. Whoever holds the journey may. */
        post: operations["desk-step"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/interactions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Takes one interaction, or up to 1,000.
         * @description Also takes CloudEvents 1.0: structured (application/cloudevents+json), batch (application/cloudevents-batch+json) and binary (ce- headers). Extensions: channel; identifiers (an array, or the same as JSON text); journeyid or correlation; actorkind, actorid. Bodies may be gzip. At most 1 MiB a body, 256 KiB and 16 levels an event. With `wait` the answer also says what became of each.
         */
        post: operations["interactions-take"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/subjects": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The person or business an identifier belongs to. */
        get: operations["subjects-find"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/subjects/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Who a customer is: identifiers, merges, whom they are kept apart from, open conflicts.
         * @description Of one that was merged, `subjectId` and all else are of the one it became.
         */
        get: operations["subjects-one"];
        put?: never;
        post?: never;
        /**
         * Forgets a person, everywhere, with a receipt.
         * @description Links, hand-offs, leases and inbox entries go; running journeys end or go on without personal values, as their definitions’ `onErase` says. The receipt says what stays readable, and why. Said again, it completes what was not done and tells of the first time. It cannot be undone. The reason is kept with your name; give it as a query parameter or a header, since many clients and proxies drop the body of a DELETE. Without one it is done all the same.
         */
        delete: operations["erasure-erase"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/subjects/merge": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * An operator says that two customers are one.
         * @description Running journeys of the loser go on with the winner, as their definitions’ `onMerge` says. The record in the log keeps who decided it and why.
         */
        post: operations["merges-merge"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/subjects/{id}/split": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * An operator says that one customer is two.
         * @description Each identifier goes back to the customer it was linked to. Running journeys go by the interactions that built them; journeys that a merge made one are two again. The record in the log keeps who decided it and why.
         */
        post: operations["splits-split"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/conflicts": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Customers who share something, latest noticed first. */
        get: operations["conflicts-list"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/conflicts/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One of them: the evidence on both sides. No personal values. */
        get: operations["conflicts-show"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/conflicts/{id}/merge": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * They are one customer.
         * @description Running journeys of the other one go on with the winner, as their definitions’ `onMerge` says. With `preview` it only tells (200) what it would do.
         */
        post: operations["conflicts-merge"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/conflicts/{id}/keep-apart": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** They are two people, whatever they share; remembered. */
        post: operations["conflicts-keepApart"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/conflicts/{id}/block": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** What they share names nobody: it links nothing any more. What was linked by it stays. */
        post: operations["conflicts-block"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/conflicts/{id}/reopen": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Takes back that they are kept apart, or what was blocked. A split undoes a merge. */
        post: operations["conflicts-reopen"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/continuations": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Where were we? The resume contract of every open journey of a customer. */
        get: operations["continuations-find"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/journeys/{id}/handoffs": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Leave to go on with a journey on another channel: a code to speak or key, a link, a QR code.
         * @description It works once, on the channel it leads to, until it expires.
         */
        post: operations["handoffs-make"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/handoffs/redeem": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Goes on with a journey: uses a code or a link’s token, and says where the customer was.
         * @description A GET never redeems: what previews a link must not use it up.
         */
        post: operations["handoffs-redeem"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/journeys/{id}/lease": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /**
         * Says that somebody works on a journey; said again, that they still do.
         * @description Others see it in continuations and streams. They can still read, and what they write is taken: which of two values of a field stays is its `prefer`, and the history keeps both.
         */
        put: operations["leases-hold"];
        post?: never;
        /** Says that nobody works on the journey any more. */
        delete: operations["leases-release"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/stream": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Journey events as they happen, as JSON in server-sent events.
         * @description Unless narrowed, also events named `lease`: {journeyId, lease}, null when nobody works on it any more. Those are told as they happen, and not again after `Last-Event-ID`.
         */
        get: operations["stream-all"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/journeys/{id}/stream": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The events of one journey, and who works on it, as they happen. */
        get: operations["stream-ofJourney"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/journeys": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Finds journeys, those seen latest first. */
        get: operations["journeys-search"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/journeys/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One journey, open or ended. */
        get: operations["journeys-one"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/journeys/{id}/history": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Everything that happened to a journey, and what became of it. */
        get: operations["journeys-past"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/journeys/{id}/at": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The journey as one of its changes left it. */
        get: operations["journeys-at"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/journeys/{id}/commands": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Acts on a journey: a record of the log like any other, with the operator’s name.
         * @description The name is the key’s, with the one in X-Operator before it when that is given. Any channel key may; roles are not there yet.
         */
        post: operations["commands-send"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/subjects/{id}/export": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Everything that is kept of a person, in one document.
         * @description Values of identifiers are as the interactions tell them, since only hashes are stored. What is another person’s is left out. At most 10000 records of the log; who asked is logged.
         */
        get: operations["export-give"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/definitions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Each journey definition: which versions new journeys start on, and how many are where. */
        get: operations["definitions-list"];
        put?: never;
        /**
         * Deploys a version of a journey definition, for all new journeys or a share of them.
         * @description A version never changes: the same text again changes nothing, another text needs the next number. Running journeys stay on their version. Any channel key may; roles are not there yet. Send YAML (application/yaml), with share and reason in the query, or JSON.
         */
        post: operations["deployments-deploy"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/definitions/{name}/counts": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** How many journeys of each version are in each state now. */
        get: operations["definitions-counts"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/definitions/{name}/versions/{version}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One version of a definition, with its text and who deployed it. */
        get: operations["definitions-version"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/definitions/{name}/versions/{version}/share": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Which share of new journeys starts on a version: promotes a canary, or takes one back. */
        post: operations["deployments-share"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/definitions/{name}/migrations": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Migrations that were carried out, latest first. */
        get: operations["migrations-list"];
        put?: never;
        /**
         * Rehearses a migration on the running journeys, or carries it out on a share of them.
         * @description Without a share nothing changes. With one, each journey in it gets a command in the log; counts tell how far it has come. Any channel key may; roles are not there yet.
         */
        post: operations["migrations-migrate"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/definitions/{name}/backtests": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Plays the log through a draft and a deployed version, and compares journey by journey.
         * @description Nothing is deployed and nothing is sent. The answer has figures, names and ids, no value anybody gave. One runs at a time; for whole logs use `throughline backtest --log`.
         */
        post: operations["backtests-backtest"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/recognise": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Finds the journeys of a caller whom no identifier tells, by what they know.
         * @description Two fields must match, or one and the journey’s reference, before any value is shown. Fields are those that definitions mark with `recognise`. Every attempt is kept with the agent’s name.
         */
        post: operations["recognise-recognise"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/journeys/{id}/reference": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What a customer can say to be asked about this journey. It is no secret. */
        get: operations["recognise-reference"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/unmatched": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Interactions that nothing took, latest first, with counts by reason. */
        get: operations["unmatched-list"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/unmatched/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One of them: what was sent, why nothing took it, and what would happen to it now. */
        get: operations["unmatched-explain"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/unmatched/{id}/replay": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Sends it again, edited or as it was.
         * @description A new interaction with the id `re-<entry>` and the same source, checked as `POST /v1/interactions` checks. With `dryRun` it is only told (200) what it would come to.
         */
        post: operations["unmatched-replay"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/unmatched/{id}/discard": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Takes it out of the inbox; the log keeps it, and who discarded it and why. */
        post: operations["unmatched-discard"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/dead-letters": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Records that nobody could handle, latest first, with counts by reason. */
        get: operations["deadletters-list"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/dead-letters/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One of them: its bytes, why it was given up, and what would happen to it now. */
        get: operations["deadletters-explain"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/dead-letters/{id}/replay": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Sends it again, edited or as it was.
         * @description An interaction is sent anew with the id `re-<entry>`, checked as `POST /v1/interactions` checks; what cannot be read needs an edit. Any other record is appended as it was: consumers that handled it know its id and leave it. With `dryRun` it is only told (200) what it would come to.
         */
        post: operations["deadletters-replay"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/dead-letters/{id}/discard": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Takes it out of the inbox; the log keeps it, and who discarded it and why. */
        post: operations["deadletters-discard"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
}
export type webhooks = Record<string, never>;
export interface components {
    schemas: {
        Backtest: {
            journey: string;
            reading: {
                read: number;
                /** @description Records there are. */
                total: number;
                unreadable: number;
                /** @description Not all were read, or there was no time to play them. */
                cut: boolean;
            };
            records: {
                played: number;
                timersLeftOut: number;
                customers: number;
                notConcerned: number;
                /** @description ms since the epoch. */
                from: number | null;
                /** @description ms since the epoch. */
                until: number | null;
            };
            journeys: {
                seen: number;
                same: number;
                different: number;
            };
            differences: {
                started: number;
                outcome: number;
                finalState: number;
                path: number;
                times: number;
                fields: number;
                actions: number;
                timers: number;
                dispositions: number;
            };
            live: {
                version: number;
                title: string;
                journeys: number;
                outcomes: {
                    [key: string]: number;
                };
                /** @description Where journeys stand that have not ended. */
                standing: {
                    [key: string]: number;
                };
                /** @description How long those stayed that left the state, ms. */
                states: {
                    [key: string]: {
                        title: string;
                        entered: number;
                        count: number;
                        /** @description ms; null: none did. */
                        mean: number | null;
                        /** @description ms; null: none did. */
                        median: number | null;
                        /** @description ms; null: none did. */
                        p90: number | null;
                        /** @description ms; null: none did. */
                        longest: number | null;
                    };
                };
                /** @description By outcome, and of all, ms. */
                timeToEnd: {
                    [key: string]: {
                        count: number;
                        /** @description ms; null: none did. */
                        mean: number | null;
                        /** @description ms; null: none did. */
                        median: number | null;
                        /** @description ms; null: none did. */
                        p90: number | null;
                        /** @description ms; null: none did. */
                        longest: number | null;
                    };
                };
                dispositions: {
                    [key: string]: number;
                };
                /** @description What would have been sent. */
                actions: {
                    [key: string]: number;
                };
                /** @description What fired. */
                timers: {
                    [key: string]: number;
                };
            };
            draft: {
                version: number;
                title: string;
                journeys: number;
                outcomes: {
                    [key: string]: number;
                };
                /** @description Where journeys stand that have not ended. */
                standing: {
                    [key: string]: number;
                };
                /** @description How long those stayed that left the state, ms. */
                states: {
                    [key: string]: {
                        title: string;
                        entered: number;
                        count: number;
                        /** @description ms; null: none did. */
                        mean: number | null;
                        /** @description ms; null: none did. */
                        median: number | null;
                        /** @description ms; null: none did. */
                        p90: number | null;
                        /** @description ms; null: none did. */
                        longest: number | null;
                    };
                };
                /** @description By outcome, and of all, ms. */
                timeToEnd: {
                    [key: string]: {
                        count: number;
                        /** @description ms; null: none did. */
                        mean: number | null;
                        /** @description ms; null: none did. */
                        median: number | null;
                        /** @description ms; null: none did. */
                        p90: number | null;
                        /** @description ms; null: none did. */
                        longest: number | null;
                    };
                };
                dispositions: {
                    [key: string]: number;
                };
                /** @description What would have been sent. */
                actions: {
                    [key: string]: number;
                };
                /** @description What fired. */
                timers: {
                    [key: string]: number;
                };
            };
            outcomeMoves: {
                live: string;
                draft: string;
                journeys: number;
                example: {
                    journeyId: string;
                    /** @description Id of the interaction that started it. */
                    startedBy: string;
                };
            }[];
            /** @description Where journeys first go another way, or at another time. */
            partings: {
                state: string[];
                live: {
                    /** @description interaction, timer or command; null: it stays. */
                    kind: string | null;
                    event: string | null;
                    to: string[];
                };
                draft: {
                    /** @description interaction, timer or command; null: it stays. */
                    kind: string | null;
                    event: string | null;
                    to: string[];
                };
                journeys: number;
                examples: {
                    journeyId: string;
                    /** @description Id of the interaction that started it. */
                    startedBy: string;
                }[];
            }[];
            dispositionMoves: {
                event: string;
                live: string;
                draft: string;
                records: number;
                example: string;
            }[];
            /** @description The first journeys that differ. */
            changed: {
                journeyId: string;
                /** @description Id of the interaction that started it. */
                startedBy: string;
                differences: string[];
                live: {
                    outcome: string;
                    path: string[];
                    /** @description ms since the epoch. */
                    endedAt: number | null;
                } | null;
                draft: {
                    outcome: string;
                    path: string[];
                    /** @description ms since the epoch. */
                    endedAt: number | null;
                } | null;
                /** @description Names only. */
                fields: string[];
            }[];
            faults: {
                version: string;
                message: string;
                customers: number;
            }[];
        };
        BacktestRequest: {
            /** @description The draft, YAML. It is not deployed. */
            text: string;
            /** @description A deployed version; default: the stable one. */
            against?: number;
            /**
             * Format: date-time
             * @description Count only journeys that started then or later.
             */
            since?: string;
            /**
             * Format: date-time
             * @description Leave out what happened later.
             */
            until?: string;
            /**
             * @description Records of the log that are read, from its beginning, partition by partition.
             * @default 20000
             */
            limit?: number;
        };
        BlockValues: {
            /** @description Values that name nobody: by the `key` that the evidence shows, or as they are. */
            identifiers: ({
                key: string;
            } | {
                scheme: string;
                value: string;
            })[];
            /** @description Why, in words; kept with the operator’s name. */
            reason: string;
        };
        /** @description What an operator does to a journey. */
        Command: {
            /** @enum {unknown} */
            command: "advance" | "cancel" | "pause" | "resume" | "note" | "migrate";
            /** @description Why, in words; kept with the operator’s name. */
            reason: string;
            /** @description advance: {"event": type, "data": {…}}, offered as if it had come, or {"target": state}, entered by force. */
            data?: {
                [key: string]: unknown;
            };
            /** @description Dedupe key: the same command sent again changes nothing. Made when absent. */
            id?: string;
        };
        CommandAccepted: {
            id: string;
            journeyId: string;
            command: string;
            /** @description As the log keeps it. */
            operator: string;
        };
        Conflict: {
            id: string;
            /** @enum {unknown} */
            status: "open" | "decided";
            /** @description The two, as they were when it was noticed first. */
            subjects: string[];
            /** @description Who each of them is now. */
            became: string[];
            /** @description Both are one customer meanwhile. */
            one: boolean;
            /** @description What came together. */
            schemes: string[];
            /** @description How often it came up. */
            times: number;
            /** Format: date-time */
            firstAt: string;
            /** Format: date-time */
            lastAt: string;
            /** @description Null: nobody decided yet. */
            ruling: {
                /** @enum {unknown} */
                decision: "merged" | "kept-apart" | "blocked";
                operator: string;
                reason: string;
                /** Format: date-time */
                at: string;
                /** @description Keys of the values that were blocked. */
                blocked: string[];
            } | null;
            /** @description Whether all holds that was decided: false after a crash in the middle (the same decision again completes it), or when it was undone by other means. Null: not decided. */
            inForce: boolean | null;
            /** @description What came together: the first time and the latest ones, oldest first. */
            evidence: {
                /** Format: date-time */
                at: string;
                channel: string;
                source: string;
                interactionId: string;
                identifiers: {
                    key: string;
                    scheme: string;
                    verified: boolean;
                    /** @description Whose it was; null: new. */
                    subjectId: string | null;
                    /** @description shared: several people use it; blocked: an operator said that it names nobody. Neither leads to anybody. */
                    standing: ("shared" | "blocked") | null;
                }[];
            }[];
            /** @description In the order of `subjects`. */
            sides: {
                subjectId: string;
                knownSince: string | null;
                /** @description Oldest link first. */
                identifiers: {
                    /** @description Names the value; of values only keyed hashes are kept. */
                    key: string;
                    scheme: string;
                    /** @description That it is verified is a row of its own. */
                    verified: boolean;
                    /** Format: date-time */
                    linkedAt: string;
                    /** @description shared: several people use it; blocked: an operator said that it names nobody. Neither leads to anybody. */
                    standing: ("shared" | "blocked") | null;
                    /** @description A hand-off bound it, to somebody who was not verified: it shows nothing personal. */
                    unvouched: boolean;
                    /** @description The subject it was linked to, before any merge. */
                    subjectId: string;
                }[];
                /** @description The merges that made it what it is, oldest first. */
                merges: {
                    from: string;
                    into: string;
                    /** @description Null: it was not noted when. */
                    at: string | null;
                }[];
                /** @description Customers that are never merged with this one. */
                keptApartFrom: string[];
                /** @description Latest seen first. */
                journeys: components["schemas"]["JourneySummary"][];
                /** @description Who it was when it was noticed; all else is of who it is. */
                was: string;
            }[];
            /** @description Personal fields that journeys of both have: by name, no values. */
            fields: {
                agree: string[];
                differ: string[];
            };
        };
        ConflictDecided: {
            conflict: string;
            /** @description Null: nobody decided yet. */
            ruling: {
                /** @enum {unknown} */
                decision: "merged" | "kept-apart" | "blocked";
                operator: string;
                reason: string;
                /** Format: date-time */
                at: string;
                /** @description Keys of the values that were blocked. */
                blocked: string[];
            } | null;
            merged?: components["schemas"]["Merged"];
        };
        ConflictPage: {
            /** @description Latest noticed first. */
            conflicts: {
                id: string;
                /** @enum {unknown} */
                status: "open" | "decided";
                /** @description The two, as they were when it was noticed first. */
                subjects: string[];
                /** @description Who each of them is now. */
                became: string[];
                /** @description Both are one customer meanwhile. */
                one: boolean;
                /** @description What came together. */
                schemes: string[];
                /** @description How often it came up. */
                times: number;
                /** Format: date-time */
                firstAt: string;
                /** Format: date-time */
                lastAt: string;
                /** @description Null: nobody decided yet. */
                ruling: {
                    /** @enum {unknown} */
                    decision: "merged" | "kept-apart" | "blocked";
                    operator: string;
                    reason: string;
                    /** Format: date-time */
                    at: string;
                    /** @description Keys of the values that were blocked. */
                    blocked: string[];
                } | null;
            }[];
            /** @description Of the next page; null at the end. */
            cursor: string | null;
        };
        Continuation: {
            journeyId: string;
            definition: string;
            version: number;
            title: string;
            /** @description open, or paused: nothing can be done until an operator resumes it. */
            status: string;
            pausedSince: string | null;
            state: string[];
            stateTitle: string;
            /** Format: date-time */
            since: string;
            startedOn: string;
            lastChannel: string;
            /** Format: date-time */
            lastSeen: string;
            progress: {
                done: number;
                of: number;
            };
            fields: {
                [key: string]: {
                    /** @enum {unknown} */
                    status: "collected" | "verified" | "missing" | "stale";
                    value?: unknown;
                    from?: {
                        channel: string;
                        /** Format: date-time */
                        time: string;
                        interaction: string;
                    };
                    /** @description The interaction that verified it last; absent when nothing did. */
                    verifiedBy?: {
                        channel: string;
                        /** Format: date-time */
                        time: string;
                        interaction: string;
                    };
                };
            };
            /** @description Names of the fields that are known and fresh: nobody shall be asked for them again. */
            known: string[];
            next: {
                event: string;
                label: string;
                /** @description Fields still to be asked for. */
                needs: string[];
                /** @description Whether the channel that asks can do it. */
                here: boolean;
                prompt: string | null;
            }[];
            /** @description Services whose answer is awaited. */
            waitingFor: {
                service: string;
                /** Format: date-time */
                since: string;
                attempt: number;
            }[];
            due: string | null;
            stalled: boolean;
            lease: components["schemas"]["Lease"] | null;
            /** @description The last few things that happened, oldest first, in one line each. */
            recent: {
                /** Format: date-time */
                time: string;
                channel: string;
                summary: string;
            }[];
        };
        Continuations: {
            /** @description Null: nobody known. */
            subjectId: string | null;
            /** @description Why a known value leads to nobody: several people use it, or an operator said that it is nobody’s. Go on by a hand-off’s code (/v1/handoffs/redeem), or by the journey’s reference or what the caller knows (/v1/recognise). */
            standing: ("shared" | "blocked") | null;
            /** @description verified: all values are shown. known: the identifier was bound by a hand-off to somebody who was not verified, so no personal value is shown. Null: there is nobody to show anything of. */
            assurance: ("known" | "verified") | null;
            /** @description The most relevant to the channel that asks first; those an operator paused are there, and say so. */
            continuations: components["schemas"]["RelevantContinuation"][];
        };
        Counts: {
            counts: {
                version: number;
                status: string;
                /** @description Active states, joined by a comma. */
                state: string;
                count: number;
            }[];
        };
        DefinitionVersion: {
            name: string;
            version: number;
            title: string;
            /** @description All that are deployed, rising. */
            versions: number[];
            startsOn: string[];
            states: {
                name: string;
                title: string;
                backstage: boolean;
                outcome: string | null;
                needs: string[];
                channels: {
                    [key: string]: string;
                };
            }[];
            /** @description False: this build cannot compile the text; nothing starts on it. */
            available: boolean;
            /** @description As the file says. */
            source: {
                [key: string]: unknown;
            };
            /** @description The file. */
            text: string;
            /** @description SHA-256 of the text, hexadecimal. */
            hash: string;
            deployed: {
                /** @description Its number among all deployments. */
                deployment: number;
                /** Format: date-time */
                time: string;
                operator: string;
                reason: string | null;
            };
            /** @description What this build finds in the text. */
            faults: {
                /** @description From 1. */
                line: number;
                /** @description From 1. */
                column: number;
                /** @description JSON pointer into the definition. */
                pointer: string;
                /** @enum {unknown} */
                severity: "error" | "warning";
                detail: string;
            }[];
        };
        Definitions: {
            definitions: {
                name: string;
                version: number;
                title: string;
                /** @description All that are deployed, rising. */
                versions: number[];
                startsOn: string[];
                states: {
                    name: string;
                    title: string;
                    backstage: boolean;
                    outcome: string | null;
                    needs: string[];
                    channels: {
                        [key: string]: string;
                    };
                }[];
                /** @description The version new journeys start on. Null: none. */
                stable: number | null;
                /** @description Another version, which some customers start on. */
                canary: {
                    version: number;
                    /** @description Percent of the customers. */
                    share: number;
                } | null;
                counts: {
                    version: number;
                    status: string;
                    /** @description Active states, joined by a comma. */
                    state: string;
                    count: number;
                }[];
            }[];
        };
        Deploy: {
            /** @description The definition file, YAML. */
            text: string;
            /**
             * @description Percent of new journeys. 100: all, at once. Less: it is the canary until it gets 100.
             * @default 100
             */
            share?: number;
            /** @description Why, in words; kept with the operator’s name. */
            reason?: string;
        };
        Deployed: {
            name: string;
            version: number;
            /** @description How many deployments there are with it. */
            deployment: number;
            /** @description False: it was so already. */
            changed: boolean;
            /** @description The version new journeys start on. Null: none. */
            stable: number | null;
            /** @description Another version, which some customers start on. */
            canary: {
                version: number;
                /** @description Percent of the customers. */
                share: number;
            } | null;
            warnings: {
                /** @description From 1. */
                line: number;
                /** @description From 1. */
                column: number;
                /** @description JSON pointer into the definition. */
                pointer: string;
                /** @enum {unknown} */
                severity: "error" | "warning";
                detail: string;
            }[];
        };
        DeskCard: {
            /** @description As the phone goes on with it; null: it has ended, or there is none. */
            continuation: components["schemas"]["Continuation"] | null;
            /** @description The customer’s other open journeys, the most relevant on the phone first. */
            others: {
                journeyId: string;
                title: string;
                stateTitle: string;
                /** @description open, or paused: nothing can be done until an operator resumes it. */
                status: string;
                /** Format: date-time */
                lastSeen: string;
                /** @description Why it stands where it does. Imports come last. Before others come: what the customer came here with; what a customer or an agent can move, then what waits, then what is paused; what the customer is on now; what no agent holds elsewhere; what goes on here with nothing to ask, then what goes on here; what is stalled or due soon; the latest seen. */
                relevance: {
                    /** @description handed-off-here, recognised-here: the customer came to this channel with this journey in the last 15 minutes. customer-is-on-it: they work on it at this moment. nothing-to-ask: it goes on here and needs no more data. goes-on-here: this channel has a prompt for its next step. stalled; due-soon: a timer fires within a day. held-elsewhere: an agent works on it on another channel. waits-for-others: neither a customer nor an agent can move it now. paused: an operator holds it. imported: it is historical, nobody goes on with it. */
                    reasons: ("handed-off-here" | "recognised-here" | "customer-is-on-it" | "nothing-to-ask" | "goes-on-here" | "stalled" | "due-soon" | "held-elsewhere" | "waits-for-others" | "paused" | "imported")[];
                };
            }[];
            /** @description Null: by nobody. */
            claim: {
                agent: string;
                /** Format: date-time */
                since: string;
                /** Format: date-time */
                until: string;
            } | null;
        };
        DeskClaimed: {
            journeyId: string;
            claim: {
                agent: string;
                /** Format: date-time */
                since: string;
                /** Format: date-time */
                until: string;
            };
            continuation: components["schemas"]["Continuation"];
        };
        DeskClaiming: {
            /** @description The agent’s name. */
            agent: string;
        };
        DeskEvent: {
            journeyId: string;
            /** @description Of the journey event. */
            type: string;
            /** Format: date-time */
            time: string;
            channel: string | null;
            previousChannel: string | null;
            /** @description Null: by nobody. */
            claim: {
                agent: string;
                /** Format: date-time */
                since: string;
                /** Format: date-time */
                until: string;
            } | null;
            /** @description As the phone goes on with it; null: it has ended, or there is none. */
            continuation: components["schemas"]["Continuation"] | null;
            /** @description The customer’s other open journeys, the most relevant on the phone first. */
            others: {
                journeyId: string;
                title: string;
                stateTitle: string;
                /** @description open, or paused: nothing can be done until an operator resumes it. */
                status: string;
                /** Format: date-time */
                lastSeen: string;
                /** @description Why it stands where it does. Imports come last. Before others come: what the customer came here with; what a customer or an agent can move, then what waits, then what is paused; what the customer is on now; what no agent holds elsewhere; what goes on here with nothing to ask, then what goes on here; what is stalled or due soon; the latest seen. */
                relevance: {
                    /** @description handed-off-here, recognised-here: the customer came to this channel with this journey in the last 15 minutes. customer-is-on-it: they work on it at this moment. nothing-to-ask: it goes on here and needs no more data. goes-on-here: this channel has a prompt for its next step. stalled; due-soon: a timer fires within a day. held-elsewhere: an agent works on it on another channel. waits-for-others: neither a customer nor an agent can move it now. paused: an operator holds it. imported: it is historical, nobody goes on with it. */
                    reasons: ("handed-off-here" | "recognised-here" | "customer-is-on-it" | "nothing-to-ask" | "goes-on-here" | "stalled" | "due-soon" | "held-elsewhere" | "waits-for-others" | "paused" | "imported")[];
                };
            }[];
        };
        DeskQueue: {
            /** @description Latest seen first; behind them those that an operator paused. */
            journeys: {
                journeyId: string;
                definition: string;
                definitionVersion: number;
                title: string;
                /** @description open or paused */
                status: string;
                /** @description Active states, joined by a comma. */
                state: string;
                stateTitle: string;
                lastChannel: string;
                /** Format: date-time */
                lastSeen: string;
                stalled: boolean;
                /** @description Null: by nobody. */
                claim: {
                    agent: string;
                    /** Format: date-time */
                    since: string;
                    /** Format: date-time */
                    until: string;
                } | null;
            }[];
        };
        DeskReady: {
            agent: string;
            /** @description Some of what was missed is not kept any more. */
            gap: boolean;
        };
        DeskReleased: {
            claim: null;
        };
        DeskStep: {
            /** @description The agent’s name. */
            agent: string;
            /** @description Dedupe key: the same step sent again changes nothing. Made when absent. */
            id?: string;
            /** @description The event type. */
            type: string;
            data?: {
                [key: string]: unknown;
            };
        };
        DeskStepTaken: {
            id: string;
            /** @description With `wait`. Null: not known yet. */
            disposition?: {
                /** @enum {unknown} */
                kind: "advanced" | "captured" | "deferred" | "duplicate" | "late" | "ignored" | "unmatched";
                reason: string | null;
                /** @description In words. */
                detail: string | null;
                /** @description The journeys it is about, as they stand now. */
                journeys: {
                    journeyId: string;
                    definition: string;
                    version: number;
                    status: string;
                    outcome: string | null;
                    state: string[];
                    stateTitle: string;
                }[];
            } | null;
        };
        Discard: {
            /** @description Why, in words; kept with the operator’s name. */
            reason: string;
        };
        DiscardAnswer: {
            entry: string;
            /** @description Of the command in the log. */
            id: string;
        };
        /** @description Why somebody is to be forgotten. */
        Erasing: {
            /** @description Why, in words; kept with the operator’s name. */
            reason?: string;
        };
        ErasureReceipt: {
            id: string;
            /** @description The subject that all others of the person were merged into. */
            subjectId: string;
            /** @description All subjects that were this person. */
            subjects: string[];
            /** Format: date-time */
            erasedAt: string;
            operator: string;
            /** @description Null: none was given. */
            reason: string | null;
            /** @description It was asked for before: when, by whom and why are of then, what was erased is of now. */
            erasedBefore: boolean;
            /** @description False: journeys are not emptied yet; they will be. Ask again to see. */
            complete: boolean;
            places: {
                place: string;
                /** @description Entries that are gone, or emptied. */
                erased: number;
                /** @description What stays readable there, for whom and until when. */
                remains?: string;
            }[];
        };
        HandOff: {
            id: string;
            journeyId: string;
            to: string;
            /**
             * @description What may be shown and bound. anonymous: where it stands and what comes next; nothing is bound. known: the values that are not personal, too; identifiers are bound, none counts as verified. verified: everything, identifiers as they come.
             * @enum {unknown}
             */
            assurance: "anonymous" | "known" | "verified";
            /** @description To speak or key, e.g. 482 913: its last digit checks the others. */
            code: string;
            /** @description The link with its signed token. */
            url: string;
            /** @description The link as a QR code: an SVG document. */
            qr: string;
            /** Format: date-time */
            expiresAt: string;
        };
        /** @description What a hand-off is to do. */
        HandOffMaking: {
            /** @description The channel it leads to, and the only one on which it works. */
            to: string;
            /**
             * @description What may be shown and bound. anonymous: where it stands and what comes next; nothing is bound. known: the values that are not personal, too; identifiers are bound, none counts as verified. verified: everything, identifiers as they come.
             * @enum {unknown}
             */
            assurance?: "anonymous" | "known" | "verified";
            /** @description The channel it is made on; where the journey was seen last when absent. */
            channel?: string;
            /** @description ISO 8601 duration, PT1M to PT24H; PT15M when absent. */
            expiresIn?: string;
            /**
             * Format: uri-reference
             * @description Page or app of the channel it leads to (https, or an app’s own scheme); the token is added as its fragment. HANDOFF_URL when absent.
             */
            link?: string;
            actor?: {
                /** @enum {unknown} */
                kind: "customer" | "agent" | "system";
                id?: string;
            };
        };
        HandOffRedeemed: {
            /** @description Of the hand-off. */
            id: string;
            journeyId: string;
            /**
             * @description What may be shown and bound. anonymous: where it stands and what comes next; nothing is bound. known: the values that are not personal, too; identifiers are bound, none counts as verified. verified: everything, identifiers as they come.
             * @enum {unknown}
             */
            assurance: "anonymous" | "known" | "verified";
            continuation: components["schemas"]["Continuation"];
        };
        /** @description A code or a token, and who goes on where. */
        HandOffRedeeming: {
            /** @description As it was spoken or keyed; gaps do not matter. */
            code?: string;
            /** @description Of the link: its fragment. */
            token?: string;
            /** @description The channel the customer goes on with. */
            channel: string;
            /** @description Who the customer is on that channel: they are bound as the assurance says. */
            identifiers?: components["schemas"]["Identifier"][];
            actor?: {
                /** @enum {unknown} */
                kind: "customer" | "agent" | "system";
                id?: string;
            };
            /** @description Names this redeeming: sent again with it, the answer is the same. */
            id?: string;
        };
        History: {
            /** @description Oldest first. */
            entries: components["schemas"]["HistoryEntry"][];
        };
        HistoryEntry: {
            /** @description Of the journey after it; `at?seq=` takes it. */
            seq: number;
            /** Format: date-time */
            time: string;
            position: {
                partition: number;
                offset: number;
            };
            /** @description interaction, timer, command, identity or clock */
            kind: string;
            id: string;
            type: string;
            channel?: string;
            source?: string;
            actor?: {
                kind: string;
                id: string | null;
            };
            /** Format: date-time */
            happenedAt?: string;
            reason?: string | null;
            disposition: {
                kind: string;
                reason: string | null;
                detail: string | null;
            };
            state: string[];
            stateTitle: string;
            events: components["schemas"]["JourneyEvent"][];
            /** @description Fields that came with another value than the one held. */
            conflicts: {
                field: string;
                held: {
                    value: unknown;
                    verified: boolean;
                    from: {
                        channel: string;
                        /** Format: date-time */
                        time: string;
                        interaction: string;
                    };
                    /** @description The interaction that verified it last; absent when nothing did. */
                    verifiedBy?: {
                        channel: string;
                        /** Format: date-time */
                        time: string;
                        interaction: string;
                    };
                };
                offered: {
                    value: unknown;
                    verified: boolean;
                    from: {
                        channel: string;
                        /** Format: date-time */
                        time: string;
                        interaction: string;
                    };
                    /** @description The interaction that verified it last; absent when nothing did. */
                    verifiedBy?: {
                        channel: string;
                        /** Format: date-time */
                        time: string;
                        interaction: string;
                    };
                };
                /** @enum {unknown} */
                kept: "held" | "offered";
                /**
                 * @description The preference of the field that decided, or that the value held was stale.
                 * @enum {unknown}
                 */
                rule: "latest" | "first" | "verified" | "channels" | "stale";
                why: string;
            }[];
        };
        /** @description Something that tells who the customer is. */
        Identifier: {
            /** @description What the value is: customer, account, email, phone, device, cookie, call, chat, session, or a name of your own. */
            scheme: string;
            value: string;
            /** @description The sender has made sure that it is this person’s. */
            verified?: boolean;
        };
        InboxExplanation: {
            entry: {
                id: string;
                /** @enum {unknown} */
                status: "open" | "replaying" | "replayed" | "discarded";
                /** @description Of the disposition, or the error code of the dead letter. */
                reason: string;
                detail: string | null;
                /**
                 * Format: date-time
                 * @description When it came into the inbox.
                 */
                at: string;
                /** Format: date-time */
                time: string;
                type: string;
                source: string;
                recordId: string;
                subjectId: string | null;
                journeyIds: string[];
                origin: {
                    topic: string;
                    partition: number;
                    offset: number;
                };
                attempt: {
                    by: string;
                    /** Format: date-time */
                    at: string;
                    reason: string;
                    subjectId: string | null;
                } | null;
                closing: {
                    as: string;
                    /** Format: date-time */
                    at: string;
                    disposition: string;
                    became: string;
                    reason: string | null;
                } | null;
            };
            /** @description Personal values are not shown: `reveal` shows them. */
            masked: boolean;
            /** @description As it was sent; null: there is none that can be read. */
            interaction: {
                id: string;
                source: string;
                type: string;
                channel: string;
                /** Format: date-time */
                time: string;
                clock: string;
                subjectId: string;
                journeyId: string | null;
                correlation: string | null;
                identifiers: {
                    scheme: string;
                    value: string;
                    verified: boolean;
                }[];
                actor: {
                    kind: string;
                    id: string | null;
                };
                data: unknown;
            } | null;
            /** @description Why nothing can be read. */
            unreadable: string | null;
            letter?: {
                consumer: string;
                causes: string[];
                key: string | null;
                headers: {
                    [key: string]: string;
                };
                /** @description Bytes. */
                size: number | null;
                /** @description Base64; only when revealed. */
                value: string | null;
                /** @description False: only the beginning of it was kept. */
                whole: boolean;
                record: string | null;
            };
            /** @description What replaying it as it is would come to now, nothing changed; a problem when it cannot be; null when its consumers decide. */
            now: {
                subjectId: string;
                disposition: {
                    kind: string;
                    reason: string | null;
                    detail: string | null;
                };
                journeyIds: string[];
                events: {
                    type: string;
                    journeyId: string;
                    from: string[];
                    to: string[];
                    outcome: string | null;
                }[];
                actions: {
                    kind: string;
                    name: string;
                    journeyId: string;
                }[];
            } | components["schemas"]["Problem"] | null;
            /** @description Of that customer. */
            journeys: components["schemas"]["JourneySummary"][];
        };
        InboxPage: {
            /** @description Latest first. */
            entries: {
                id: string;
                /** @enum {unknown} */
                status: "open" | "replaying" | "replayed" | "discarded";
                /** @description Of the disposition, or the error code of the dead letter. */
                reason: string;
                detail: string | null;
                /**
                 * Format: date-time
                 * @description When it came into the inbox.
                 */
                at: string;
                /** Format: date-time */
                time: string;
                type: string;
                source: string;
                recordId: string;
                subjectId: string | null;
                journeyIds: string[];
                origin: {
                    topic: string;
                    partition: number;
                    offset: number;
                };
                attempt: {
                    by: string;
                    /** Format: date-time */
                    at: string;
                    reason: string;
                    subjectId: string | null;
                } | null;
                closing: {
                    as: string;
                    /** Format: date-time */
                    at: string;
                    disposition: string;
                    became: string;
                    reason: string | null;
                } | null;
            }[];
            /** @description Of the next page; null at the end. A page may be short, even empty, and have one. */
            cursor: string | null;
            /** @description All open ones, by reason. */
            counts: {
                [key: string]: number;
            };
            /** @description How many of the oldest went because there were too many. */
            dropped: number;
        };
        /** @description One thing a customer, agent or system did, on one channel. */
        Interaction: {
            /** @description Dedupe key, unique per source. A UUIDv7 is made when absent. */
            id?: string;
            /** @description Event type: 1 to 128 characters of [a-z0-9.-]. */
            type: string;
            /** @description web, mobile, phone, branch, chat, email, batch or a name of your own. */
            channel: string;
            /**
             * Format: uri-reference
             * @description URI-reference of the system that observed it.
             */
            source: string;
            /**
             * Format: date-time
             * @description When it happened (RFC 3339, with offset). The time of receipt when absent.
             */
            time?: string;
            /** @description Who the customer is. At least one, unless the journey is named. */
            identifiers?: components["schemas"]["Identifier"][];
            /** @description The journey it belongs to. */
            journey?: {
                id?: string;
                correlation?: string;
                /** @description A hand-off’s code or link token: it is redeemed with this interaction. */
                handoff?: string;
            };
            /** @description Who did it; the customer when absent. */
            actor?: {
                /** @enum {unknown} */
                kind: "customer" | "agent" | "system";
                id?: string;
            };
            /** @description What was captured. */
            data?: {
                [key: string]: unknown;
            };
        };
        Journey: {
            journeyId: string;
            definition: string;
            version: number;
            title: string;
            /** @description open, ended, paused or faulted */
            status: string;
            state: string[];
            stateTitle: string;
            lastChannel: string;
            /** Format: date-time */
            lastSeen: string;
            stalled: boolean;
            subjectId: string;
            /** @description Counts the records that changed it. */
            seq: number;
            outcome: string | null;
            /** Format: date-time */
            since: string;
            /** Format: date-time */
            startedAt: string;
            startedOn: string;
            endedAt: string | null;
            /** @description live, or the name of an import. */
            clock: string;
            correlation: string | null;
            fields: {
                [key: string]: {
                    value: unknown;
                    verified: boolean;
                    from: {
                        channel: string;
                        /** Format: date-time */
                        time: string;
                        interaction: string;
                    };
                    /** @description The interaction that verified it last; absent when nothing did. */
                    verifiedBy?: {
                        channel: string;
                        /** Format: date-time */
                        time: string;
                        interaction: string;
                    };
                };
            };
            timers: {
                id: string;
                /** Format: date-time */
                dueAt: string;
            }[];
        };
        JourneyEvent: {
            id: string;
            /** @description started, advanced, captured, completed … */
            type: string;
            journeyId: string;
            subjectId: string;
            definition: string;
            definitionVersion: number;
            /** @description The journey’s, after the record that caused this; gapless per journey. */
            version: number;
            /**
             * Format: date-time
             * @description On the journey’s clock.
             */
            time: string;
            clock: string;
            channel: string | null;
            /** @description On channel-switched, handoff-*, and resumed after a stall: the channel it came from. */
            previousChannel: string | null;
            /** @description Active states before. */
            from: string[];
            /** @description Active states after. */
            to: string[];
            outcome: string | null;
            /** @description Names of the fields captured; on repeated: those that were asked for and known. */
            fields: string[];
            cause: {
                /** @description interaction, timer, command, identity or clock */
                kind: string;
                id: string;
                type: string;
                actorKind: string;
                actorId: string | null;
                partition: number;
                offset: number;
            };
            /** @description ms. On channel-switched and resumed: since the journey was seen before. On handoff-redeemed and handoff-expired: since it was made. On restarted: since the journey that was begun before was seen. */
            elapsed: number | null;
            relatedJourneyId: string | null;
            handOff: string | null;
        };
        JourneyPage: {
            /** @description Latest seen first. */
            journeys: components["schemas"]["JourneySummary"][];
            /** @description Of the next page; null at the end. */
            cursor: string | null;
        };
        JourneySummary: {
            journeyId: string;
            definition: string;
            version: number;
            title: string;
            /** @description open, ended, paused or faulted */
            status: string;
            state: string[];
            stateTitle: string;
            lastChannel: string;
            /** Format: date-time */
            lastSeen: string;
            stalled: boolean;
        };
        /** @description Somebody works on the journey. It forbids nobody anything. */
        Lease: {
            holder: string;
            channel: string;
            /** Format: date-time */
            since: string;
            /** Format: date-time */
            until: string;
            /** @description Who held it when this holder took it over. */
            takenFrom: {
                holder: string;
                channel: string;
                reason: string;
            } | null;
        };
        LeaseEvent: {
            journeyId: string;
            /** @description Null: nobody any more. */
            lease: components["schemas"]["Lease"] | null;
        };
        LeaseHeld: {
            journeyId: string;
            lease: components["schemas"]["Lease"];
        };
        /** @description “I am working on this.” */
        LeaseHolding: {
            /** @description An agent’s name, or `customer`. */
            holder: string;
            channel: string;
            /** @description Seconds; 120 when absent. Put it again before they are over to go on. */
            ttl?: number;
            /** @description Takes it over from whoever holds it; needs a reason. */
            force?: boolean;
            /** @description Why, in words; kept with the operator’s name. */
            reason?: string;
        };
        Liveness: {
            /** @constant */
            status: "live";
        };
        /** @description Two customers are one. */
        Merge: {
            winner: string;
            loser: string;
            /** @description Why, in words; kept with the operator’s name. */
            reason: string;
            /** @description Only say what it would do now; nothing is changed. */
            preview?: boolean;
            /** @description Merge them even if they are kept apart; they are so no more, which the log keeps, too. */
            allowTogether?: boolean;
        };
        MergeConflict: {
            /** @description Who the other one becomes; the one that is known longer when absent. */
            winner?: string;
            /** @description Why, in words; kept with the operator’s name. */
            reason: string;
            /** @description Only say what it would do now; nothing is changed. */
            preview?: boolean;
            /** @description Merge them even if they are kept apart; they are so no more, which the log keeps, too. */
            allowTogether?: boolean;
        };
        Merged: {
            winner: string;
            loser: string;
            /** @description Of a preview: the journeys it would move or change, as they would be. */
            journeys?: {
                journeyId: string;
                definition: string;
                status: string;
                outcome: string | null;
            }[];
            /** @description Of a preview: in words. */
            details?: string[];
        };
        Migration: {
            rehearsal: {
                journey: string;
                from: number;
                to: number;
                /** @description Running journeys on `from`. */
                running: number;
                moves: {
                    count: number;
                    /** @description Journey ids, at most five. */
                    examples: string[];
                };
                /** @description The file’s `only` is false for them. */
                leftOut: {
                    count: number;
                    /** @description Journey ids, at most five. */
                    examples: string[];
                };
                /** @description Those that cannot move, by reason. */
                stays: {
                    reason: string;
                    count: number;
                    /** @description Journey ids, at most five. */
                    examples: string[];
                }[];
                states: {
                    from: string;
                    to: string;
                    count: number;
                    /** @description Journey ids, at most five. */
                    examples: string[];
                }[];
                /** @description Fields whose values are given up. */
                dropped: {
                    field: string;
                    count: number;
                    /** @description Journey ids, at most five. */
                    examples: string[];
                }[];
                /** @description Journeys by what becomes of their next timer. */
                timers: {
                    atOnce: {
                        count: number;
                        /** @description Journey ids, at most five. */
                        examples: string[];
                    };
                    sooner: {
                        count: number;
                        /** @description Journey ids, at most five. */
                        examples: string[];
                    };
                    later: {
                        count: number;
                        /** @description Journey ids, at most five. */
                        examples: string[];
                    };
                    gone: {
                        count: number;
                        /** @description Journey ids, at most five. */
                        examples: string[];
                    };
                };
            };
            share: number;
            /** @description Journeys a command was appended for. */
            moving: number;
            /** @description Journeys of the share that the limit left for the next call. */
            left: number;
            warnings: {
                line: number;
                column: number;
                detail: string;
            }[];
        };
        /** @description How running journeys go on under another version. */
        MigrationRequest: {
            /** @description The migration file: YAML, as schemas/journey-migration.schema.json describes it. */
            text: string;
            /** @description The way back: the file’s states and fields by their old names, from `to` to `from`. */
            back?: boolean;
            /** @description Percent of the customers whose journeys move. 0, the default, rehearses: nothing changes. The same customers stay in a share that grows, and are those of a canary. */
            share?: number;
            /** @description Journeys moved by this call at most; 10,000 when absent. Call again for the rest. */
            limit?: number;
            /** @description Why, in words; kept with the operator’s name. */
            reason: string;
        };
        Migrations: {
            migrations: {
                deployment: number;
                to: number;
                share: number;
                text: string;
                operator: string;
                reason: string | null;
                /** Format: date-time */
                time: string;
            }[];
        };
        PersonExport: {
            subjectId: string;
            /** Format: date-time */
            asOf: string;
            /** @description All subjects that are this person. */
            subjects: string[];
            identifiers: {
                scheme: string;
                /** @description Null: no interaction that is kept tells it. */
                value: string | null;
                verified: boolean;
                /** Format: date-time */
                linkedAt: string;
                subjectId: string;
                standing: string | null;
            }[];
            merges: {
                from: string;
                into: string;
                /** Format: date-time */
                at: string;
            }[];
            /** @description With another person, who is not told of. */
            conflicts: {
                /** Format: date-time */
                firstAt: string;
                /** Format: date-time */
                lastAt: string;
                times: number;
                schemes: string[];
                decision: string | null;
                decidedAt: string | null;
            }[];
            journeys: {
                journeyId: string;
                definition: string;
                version: number;
                title: string;
                /** @description open, ended, paused or faulted */
                status: string;
                state: string[];
                stateTitle: string;
                lastChannel: string;
                /** Format: date-time */
                lastSeen: string;
                stalled: boolean;
                subjectId: string;
                /** @description Counts the records that changed it. */
                seq: number;
                outcome: string | null;
                /** Format: date-time */
                since: string;
                /** Format: date-time */
                startedAt: string;
                startedOn: string;
                endedAt: string | null;
                /** @description live, or the name of an import. */
                clock: string;
                correlation: string | null;
                fields: {
                    [key: string]: {
                        value: unknown;
                        verified: boolean;
                        from: {
                            channel: string;
                            /** Format: date-time */
                            time: string;
                            interaction: string;
                        };
                        /** @description The interaction that verified it last; absent when nothing did. */
                        verifiedBy?: {
                            channel: string;
                            /** Format: date-time */
                            time: string;
                            interaction: string;
                        };
                    };
                };
                timers: {
                    id: string;
                    /** Format: date-time */
                    dueAt: string;
                }[];
                /** @description Oldest first. */
                history: components["schemas"]["HistoryEntry"][];
            }[];
            handOffs: {
                journeyId: string;
                from: string;
                to: string;
                assurance: string;
                /** Format: date-time */
                madeAt: string;
                /** Format: date-time */
                expiresAt: string;
                used: boolean;
            }[];
            /** @description Every one that was folded for the person, oldest first. */
            interactions: {
                position: {
                    partition: number;
                    offset: number;
                };
                /** Format: date-time */
                recordedAt: string;
                id: string;
                type: string;
                channel: string;
                source: string;
                /** Format: date-time */
                time: string;
                actor: {
                    kind: string;
                    id: string | null;
                };
                journeyId: string | null;
                correlation: string | null;
                /** @description Without those that are another person’s. */
                identifiers: {
                    scheme: string;
                    value: string;
                    verified: boolean;
                }[];
                /** @description Null: it cannot be read here. */
                data: unknown;
                disposition: {
                    kind: string;
                    reason: string | null;
                };
            }[];
        };
        /** @description Problem details (RFC 9457). */
        Problem: {
            type: string;
            title: string;
            status: number;
            detail: string;
            /** @description The path that was called. */
            instance?: string;
            errors?: {
                /** @description JSON pointer into the body; "" is all of it. */
                pointer: string;
                detail: string;
                /** @description Of a definition; from 1. */
                line?: number;
                /** @description From 1. */
                column?: number;
            }[];
        };
        Readiness: {
            /** @enum {unknown} */
            status: "ready" | "not ready";
            /** @description What each part still misses, in words; null: nothing. */
            parts: {
                [key: string]: string | null;
            };
        };
        Reasoned: {
            /** @description Why, in words; kept with the operator’s name. */
            reason: string;
        };
        Receipt: {
            /** @description In the order sent. The log has acknowledged them. */
            accepted: {
                id: string;
                subjectId: string;
                /** @description With `wait`. Null: it is not known yet; nothing is lost. */
                disposition?: {
                    /** @enum {unknown} */
                    kind: "advanced" | "captured" | "deferred" | "duplicate" | "late" | "ignored" | "unmatched";
                    reason: string | null;
                    /** @description In words. */
                    detail: string | null;
                    /** @description The journeys it is about, as they stand now. */
                    journeys: {
                        journeyId: string;
                        definition: string;
                        version: number;
                        status: string;
                        outcome: string | null;
                        state: string[];
                        stateTitle: string;
                    }[];
                } | null;
            }[];
            rejected: {
                /** @description Place in the request, from 0. */
                index: number;
                problem: components["schemas"]["Problem"];
            }[];
        };
        Recognition: {
            /**
             * @description recognised: the continuations are shown in full. to-confirm: the reference leads to them, no value is shown; ask for one of `ask`. several: more than one customer matches; ask for more. nobody: no match.
             * @enum {unknown}
             */
            result: "recognised" | "to-confirm" | "several" | "nobody";
            /** @description Fields that can still tell; names only. */
            ask: string[];
            /** @description The most relevant to the channel of the call first. */
            continuations: components["schemas"]["RelevantContinuation"][];
        };
        /** @description A caller whom no identifier tells. */
        RecognitionAsking: {
            /** @description Who asks; kept with what was found. */
            agent: string;
            /** @description Where the caller is. */
            channel: string;
            /** @description Of a journey, as it was said. */
            reference?: string;
            /** @description What the caller says, by the names of fields that definitions recognise by. */
            fields?: {
                [key: string]: string | number | boolean;
            };
            /** @description Of this call: bound to the customer, unverified, when they are recognised. */
            identifiers?: components["schemas"]["Identifier"][];
        };
        Reference: {
            journeyId: string;
            /** @description To be read out and printed, e.g. 482 913 064; no secret. */
            reference: string;
        };
        RelevantContinuation: {
            journeyId: string;
            definition: string;
            version: number;
            title: string;
            /** @description open, or paused: nothing can be done until an operator resumes it. */
            status: string;
            pausedSince: string | null;
            state: string[];
            stateTitle: string;
            /** Format: date-time */
            since: string;
            startedOn: string;
            lastChannel: string;
            /** Format: date-time */
            lastSeen: string;
            progress: {
                done: number;
                of: number;
            };
            fields: {
                [key: string]: {
                    /** @enum {unknown} */
                    status: "collected" | "verified" | "missing" | "stale";
                    value?: unknown;
                    from?: {
                        channel: string;
                        /** Format: date-time */
                        time: string;
                        interaction: string;
                    };
                    /** @description The interaction that verified it last; absent when nothing did. */
                    verifiedBy?: {
                        channel: string;
                        /** Format: date-time */
                        time: string;
                        interaction: string;
                    };
                };
            };
            /** @description Names of the fields that are known and fresh: nobody shall be asked for them again. */
            known: string[];
            next: {
                event: string;
                label: string;
                /** @description Fields still to be asked for. */
                needs: string[];
                /** @description Whether the channel that asks can do it. */
                here: boolean;
                prompt: string | null;
            }[];
            /** @description Services whose answer is awaited. */
            waitingFor: {
                service: string;
                /** Format: date-time */
                since: string;
                attempt: number;
            }[];
            due: string | null;
            stalled: boolean;
            lease: components["schemas"]["Lease"] | null;
            /** @description The last few things that happened, oldest first, in one line each. */
            recent: {
                /** Format: date-time */
                time: string;
                channel: string;
                summary: string;
            }[];
            /** @description Why it stands where it does. Imports come last. Before others come: what the customer came here with; what a customer or an agent can move, then what waits, then what is paused; what the customer is on now; what no agent holds elsewhere; what goes on here with nothing to ask, then what goes on here; what is stalled or due soon; the latest seen. */
            relevance: {
                /** @description handed-off-here, recognised-here: the customer came to this channel with this journey in the last 15 minutes. customer-is-on-it: they work on it at this moment. nothing-to-ask: it goes on here and needs no more data. goes-on-here: this channel has a prompt for its next step. stalled; due-soon: a timer fires within a day. held-elsewhere: an agent works on it on another channel. waits-for-others: neither a customer nor an agent can move it now. paused: an operator holds it. imported: it is historical, nobody goes on with it. */
                reasons: ("handed-off-here" | "recognised-here" | "customer-is-on-it" | "nothing-to-ask" | "goes-on-here" | "stalled" | "due-soon" | "held-elsewhere" | "waits-for-others" | "paused" | "imported")[];
            };
        };
        Replay: {
            /** @description Why, in words; kept with the operator’s name. */
            reason: string;
            /** @description Only tell what it would come to; change nothing. */
            dryRun?: boolean;
            /** @description What replaces the interaction’s own; `journey: null` names none. */
            edit?: {
                /** @description Event type: 1 to 128 characters of [a-z0-9.-]. */
                type?: string;
                /** @description web, mobile, phone, branch, chat, email, batch or a name of your own. */
                channel?: string;
                /**
                 * Format: date-time
                 * @description When it happened (RFC 3339, with offset). The time of receipt when absent.
                 */
                time?: string;
                /** @description What was captured. */
                data?: {
                    [key: string]: unknown;
                };
                /** @description Who the customer is. At least one, unless the journey is named. */
                identifiers?: components["schemas"]["Identifier"][];
                journey?: {
                    id?: string;
                    correlation?: string;
                    /** @description A hand-off’s code or link token: it is redeemed with this interaction. */
                    handoff?: string;
                } | null;
            };
        };
        ReplayAnswer: {
            entry: string;
            /** @description Of the record that is appended. */
            id: string;
            topic: string;
            dryRun: boolean;
            /** @description What it comes to as things are now; null: its consumers decide. */
            foreseen: {
                subjectId: string;
                disposition: {
                    kind: string;
                    reason: string | null;
                    detail: string | null;
                };
                journeyIds: string[];
                events: {
                    type: string;
                    journeyId: string;
                    from: string[];
                    to: string[];
                    outcome: string | null;
                }[];
                actions: {
                    kind: string;
                    name: string;
                    journeyId: string;
                }[];
            } | null;
        };
        Share: {
            /** @description Percent of new journeys: 100 makes it the stable version, also again; 0 takes it back, a stable one to the one before; anything between makes it the canary. */
            share: number;
            /** @description Why, in words; kept with the operator’s name. */
            reason?: string;
        };
        /** @description One customer is two. Whom to take out: `subject`, who was merged into this one, or `identifiers`, which become a customer of their own. */
        Split: {
            subject?: string;
            /** @description Instead: identifiers that become a customer of their own. */
            identifiers?: {
                scheme: string;
                value: string;
            }[];
            /** @description Why, in words; kept with the operator’s name. */
            reason: string;
            /** @description The journeys that go. Absent: as the interactions that built them say. */
            journeys?: string[];
            /** @description False: they may be merged by themselves again. True when absent. */
            keepApart?: boolean;
            /** @description Only say what it would do now; nothing is changed. */
            preview?: boolean;
        };
        SplitView: {
            /** @description The customer that is split. */
            subject: string;
            /** @description The customer that is one of its own afterwards. */
            other: string;
            identifiers: {
                scheme: string;
                verified: boolean;
                /** @description Whom it was linked to. */
                subject: string;
                /** @description True: it goes with `other`. False: it stays. */
                goes: boolean;
            }[];
            journeys: {
                journeyId: string;
                definition: string;
                state: string[];
                /** @description True: it goes with `other`. False: it stays. */
                goes: boolean;
                /**
                 * @description interactions: the most of those that built it; a tie stays. operator: the request says so. undone: it goes back where it was before the merge that is undone. unknown-past: the log does not reach back; it goes where it began.
                 * @enum {unknown}
                 */
                because: "interactions" | "operator" | "undone" | "unknown-past";
                /** @description How many of the interactions that built it speak for each side. */
                interactions: {
                    leaving: number;
                    staying: number;
                };
            }[];
            /** @description Journeys that ended because two became one, and go on as they were. */
            restored: {
                journeyId: string;
                definition: string;
                state: string[];
                /** @description The journey it went on as. */
                survivor: string;
                /** @description True: it goes with `other`. False: it stays. */
                goes: boolean;
            }[];
            notRestored: {
                journeyId: string;
                why: string;
            }[];
            /** @description Fields that are as they were before, unless a value came since. */
            fieldsBack: {
                journeyId: string;
                field: string;
                /** @description True: it had no value before. */
                empty: boolean;
            }[];
            /** @description In words. */
            details: string[];
        };
        Subject: {
            subjectId: string;
            knownSince: string | null;
            /** @description Oldest link first. */
            identifiers: {
                /** @description Names the value; of values only keyed hashes are kept. */
                key: string;
                scheme: string;
                /** @description That it is verified is a row of its own. */
                verified: boolean;
                /** Format: date-time */
                linkedAt: string;
                /** @description shared: several people use it; blocked: an operator said that it names nobody. Neither leads to anybody. */
                standing: ("shared" | "blocked") | null;
                /** @description A hand-off bound it, to somebody who was not verified: it shows nothing personal. */
                unvouched: boolean;
                /** @description The subject it was linked to, before any merge. */
                subjectId: string;
            }[];
            /** @description The merges that made it what it is, oldest first. */
            merges: {
                from: string;
                into: string;
                /** @description Null: it was not noted when. */
                at: string | null;
            }[];
            /** @description Customers that are never merged with this one. */
            keptApartFrom: string[];
            /** @description Latest seen first. */
            journeys: components["schemas"]["JourneySummary"][];
            /** @description The `key` of the value that was asked for. */
            asked?: string;
            /** @description Open ones, latest first. */
            conflicts: {
                id: string;
                with: string;
                times: number;
                /** Format: date-time */
                lastAt: string;
            }[];
        };
    };
    responses: never;
    parameters: never;
    requestBodies: never;
    headers: never;
    pathItems: never;
}
export type Backtest = components['schemas']['Backtest'];
export type BacktestRequest = components['schemas']['BacktestRequest'];
export type BlockValues = components['schemas']['BlockValues'];
export type Command = components['schemas']['Command'];
export type CommandAccepted = components['schemas']['CommandAccepted'];
export type Conflict = components['schemas']['Conflict'];
export type ConflictDecided = components['schemas']['ConflictDecided'];
export type ConflictPage = components['schemas']['ConflictPage'];
export type Continuation = components['schemas']['Continuation'];
export type Continuations = components['schemas']['Continuations'];
export type Counts = components['schemas']['Counts'];
export type DefinitionVersion = components['schemas']['DefinitionVersion'];
export type Definitions = components['schemas']['Definitions'];
export type Deploy = components['schemas']['Deploy'];
export type Deployed = components['schemas']['Deployed'];
export type DeskCard = components['schemas']['DeskCard'];
export type DeskClaimed = components['schemas']['DeskClaimed'];
export type DeskClaiming = components['schemas']['DeskClaiming'];
export type DeskEvent = components['schemas']['DeskEvent'];
export type DeskQueue = components['schemas']['DeskQueue'];
export type DeskReady = components['schemas']['DeskReady'];
export type DeskReleased = components['schemas']['DeskReleased'];
export type DeskStep = components['schemas']['DeskStep'];
export type DeskStepTaken = components['schemas']['DeskStepTaken'];
export type Discard = components['schemas']['Discard'];
export type DiscardAnswer = components['schemas']['DiscardAnswer'];
export type Erasing = components['schemas']['Erasing'];
export type ErasureReceipt = components['schemas']['ErasureReceipt'];
export type HandOff = components['schemas']['HandOff'];
export type HandOffMaking = components['schemas']['HandOffMaking'];
export type HandOffRedeemed = components['schemas']['HandOffRedeemed'];
export type HandOffRedeeming = components['schemas']['HandOffRedeeming'];
export type History = components['schemas']['History'];
export type HistoryEntry = components['schemas']['HistoryEntry'];
export type Identifier = components['schemas']['Identifier'];
export type InboxExplanation = components['schemas']['InboxExplanation'];
export type InboxPage = components['schemas']['InboxPage'];
export type Interaction = components['schemas']['Interaction'];
export type Journey = components['schemas']['Journey'];
export type JourneyEvent = components['schemas']['JourneyEvent'];
export type JourneyPage = components['schemas']['JourneyPage'];
export type JourneySummary = components['schemas']['JourneySummary'];
export type Lease = components['schemas']['Lease'];
export type LeaseEvent = components['schemas']['LeaseEvent'];
export type LeaseHeld = components['schemas']['LeaseHeld'];
export type LeaseHolding = components['schemas']['LeaseHolding'];
export type Liveness = components['schemas']['Liveness'];
export type Merge = components['schemas']['Merge'];
export type MergeConflict = components['schemas']['MergeConflict'];
export type Merged = components['schemas']['Merged'];
export type Migration = components['schemas']['Migration'];
export type MigrationRequest = components['schemas']['MigrationRequest'];
export type Migrations = components['schemas']['Migrations'];
export type PersonExport = components['schemas']['PersonExport'];
export type Problem = components['schemas']['Problem'];
export type Readiness = components['schemas']['Readiness'];
export type Reasoned = components['schemas']['Reasoned'];
export type Receipt = components['schemas']['Receipt'];
export type Recognition = components['schemas']['Recognition'];
export type RecognitionAsking = components['schemas']['RecognitionAsking'];
export type Reference = components['schemas']['Reference'];
export type RelevantContinuation = components['schemas']['RelevantContinuation'];
export type Replay = components['schemas']['Replay'];
export type ReplayAnswer = components['schemas']['ReplayAnswer'];
export type Share = components['schemas']['Share'];
export type Split = components['schemas']['Split'];
export type SplitView = components['schemas']['SplitView'];
export type Subject = components['schemas']['Subject'];
export type $defs = Record<string, never>;
export interface operations {
    "health-live": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description It does. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Liveness"];
                };
            };
        };
    };
    "health-ready": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description All can. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Readiness"];
                };
            };
            /** @description Some cannot yet. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Readiness"];
                };
            };
        };
    };
    "health-exposition": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Text exposition format. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/plain": string;
                };
            };
        };
    };
    "desk-stream": {
        parameters: {
            query: {
                /** @description The agent’s name. */
                agent: string;
            };
            header?: {
                /** @description Goes on behind this event. */
                "Last-Event-ID"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Does not end by itself. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/event-stream": string;
                };
            };
            /** @description A parameter is not valid. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No channel key, or one that is not known. */
            401: {
                headers: {
                    /** @description Bearer */
                    "WWW-Authenticate"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description An error on our side; it was logged. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A part that is needed does not answer; nothing was done, or the same may be sent again. */
            503: {
                headers: {
                    /** @description Seconds after which the same may succeed, unchanged. */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "desk-queue": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description At most 100. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DeskQueue"];
                };
            };
            /** @description No channel key, or one that is not known. */
            401: {
                headers: {
                    /** @description Bearer */
                    "WWW-Authenticate"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description An error on our side; it was logged. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A part that is needed does not answer; nothing was done, or the same may be sent again. */
            503: {
                headers: {
                    /** @description Seconds after which the same may succeed, unchanged. */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "desk-card": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Also when there is no such journey, or it has ended. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DeskCard"];
                };
            };
            /** @description No channel key, or one that is not known. */
            401: {
                headers: {
                    /** @description Bearer */
                    "WWW-Authenticate"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description An error on our side; it was logged. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A part that is needed does not answer; nothing was done, or the same may be sent again. */
            503: {
                headers: {
                    /** @description Seconds after which the same may succeed, unchanged. */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "desk-claim": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["DeskClaiming"];
            };
        };
        responses: {
            /** @description It is theirs. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DeskClaimed"];
                };
            };
            /** @description The body, or a parameter, cannot be read. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No channel key, or one that is not known. */
            401: {
                headers: {
                    /** @description Bearer */
                    "WWW-Authenticate"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description There is no such journey, or it has ended. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Somebody else holds the journey. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is too large. */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The content type or encoding is not understood. */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is not valid. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description An error on our side; it was logged. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A part that is needed does not answer; nothing was done, or the same may be sent again. */
            503: {
                headers: {
                    /** @description Seconds after which the same may succeed, unchanged. */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "desk-release": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["DeskClaiming"];
            };
        };
        responses: {
            /** @description Nobody holds it. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DeskReleased"];
                };
            };
            /** @description The body, or a parameter, cannot be read. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No channel key, or one that is not known. */
            401: {
                headers: {
                    /** @description Bearer */
                    "WWW-Authenticate"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Somebody else holds the journey, or nobody does. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is too large. */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The content type or encoding is not understood. */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is not valid. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description An error on our side; it was logged. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A part that is needed does not answer; nothing was done, or the same may be sent again. */
            503: {
                headers: {
                    /** @description Seconds after which the same may succeed, unchanged. */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "desk-step": {
        parameters: {
            query?: {
                /** @description How long the answer may wait to say what became of each interaction: `2s`, `500ms`; 30 s at most. */
                wait?: string;
            };
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["DeskStep"];
            };
        };
        responses: {
            /** @description The log has acknowledged it. */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DeskStepTaken"];
                };
            };
            /** @description The body, or a parameter, cannot be read. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No channel key, or one that is not known. */
            401: {
                headers: {
                    /** @description Bearer */
                    "WWW-Authenticate"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The key does not allow the phone, or this type. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Somebody else holds the journey, or nobody does. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is too large. */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The content type or encoding is not understood. */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is not valid. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description An error on our side; it was logged. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A part that is needed does not answer; nothing was done, or the same may be sent again. */
            503: {
                headers: {
                    /** @description Seconds after which the same may succeed, unchanged. */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "interactions-take": {
        parameters: {
            query?: {
                /** @description How long the answer may wait to say what became of each interaction: `2s`, `500ms`; 30 s at most. */
                wait?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Interaction"] | components["schemas"]["Interaction"][];
                "application/cloudevents+json": Record<string, never>;
                "application/cloudevents-batch+json": Record<string, never>[];
            };
        };
        responses: {
            /** @description The log has acknowledged them. */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Receipt"];
                };
            };
            /** @description The body is not JSON, or nested too deeply. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No channel key, or one that is not known. */
            401: {
                headers: {
                    /** @description Bearer */
                    "WWW-Authenticate"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The key does not allow this channel or type. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body or an event is too large. */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The content type or encoding is not understood. */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No interaction of the request is valid. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many wrong hand-off codes were tried. */
            429: {
                headers: {
                    /** @description Seconds after which the same may succeed, unchanged. */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description An error on our side; it was logged. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not accepted; send the same again after Retry-After seconds. */
            503: {
                headers: {
                    /** @description Seconds after which the same may succeed, unchanged. */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "subjects-find": {
        parameters: {
            query: {
                /** @description What `value` is: phone, email, customer, cookie … */
                scheme: string;
                /** @description The identifier. */
                value: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The subject. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Subject"];
                };
            };
            /** @description The identifier cannot be read. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No channel key, or one that is not known. */
            401: {
                headers: {
                    /** @description Bearer */
                    "WWW-Authenticate"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The identifier is not known, or leads to nobody: shared or blocked. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description An error on our side; it was logged. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A part that is needed does not answer; nothing was done, or the same may be sent again. */
            503: {
                headers: {
                    /** @description Seconds after which the same may succeed, unchanged. */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "subjects-one": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The subject. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Subject"];
                };
            };
            /** @description No channel key, or one that is not known. */
            401: {
                headers: {
                    /** @description Bearer */
                    "WWW-Authenticate"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description There is no such customer, or they were erased. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description An error on our side; it was logged. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A part that is needed does not answer; nothing was done, or the same may be sent again. */
            503: {
                headers: {
                    /** @description Seconds after which the same may succeed, unchanged. */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "erasure-erase": {
        parameters: {
            query?: {
                /** @description Why, in words; kept with the operator’s name. */
                reason?: string;
            };
            header?: {
                /** @description The reason, in another place. */
                "X-Reason"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["Erasing"];
            };
        };
        responses: {
            /** @description It is done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErasureReceipt"];
                };
            };
            /** @description The log has it, and journeys are not emptied yet: `complete` is false. */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErasureReceipt"];
                };
            };
            /** @description The body, or a parameter, cannot be read. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No channel key, or one that is not known. */
            401: {
                headers: {
                    /** @description Bearer */
                    "WWW-Authenticate"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description There is no such customer. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is too large. */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The content type or encoding is not understood. */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The request is not valid. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description An error on our side; it was logged. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A part that is needed does not answer; nothing was done, or the same may be sent again. */
            503: {
                headers: {
                    /** @description Seconds after which the same may succeed, unchanged. */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "merges-merge": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Merge"];
            };
        };
        responses: {
            /** @description The log has acknowledged it; or, of a preview, what it would do. */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Merged"];
                };
            };
            /** @description The body, or a parameter, cannot be read. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No channel key, or one that is not known. */
            401: {
                headers: {
                    /** @description Bearer */
                    "WWW-Authenticate"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description There is no such customer. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description They are one customer already, are kept apart, or one of them was erased. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is too large. */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The content type or encoding is not understood. */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The request is not valid. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description An error on our side; it was logged. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A part that is needed does not answer; nothing was done, or the same may be sent again. */
            503: {
                headers: {
                    /** @description Seconds after which the same may succeed, unchanged. */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "splits-split": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Split"];
            };
        };
        responses: {
            /** @description The log has acknowledged it; or, of a preview, what it would do. */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SplitView"];
                };
            };
            /** @description The body, or a parameter, cannot be read. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No channel key, or one that is not known. */
            401: {
                headers: {
                    /** @description Bearer */
                    "WWW-Authenticate"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description There is no such customer. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description They are not one customer. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is too large. */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The content type or encoding is not understood. */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The request is not valid. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description An error on our side; it was logged. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The log has not taken in yet that they are one. */
            503: {
                headers: {
                    /** @description Seconds after which the same may succeed, unchanged. */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "conflicts-list": {
        parameters: {
            query?: {
                status?: "open" | "decided";
                cursor?: string;
                limit?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ConflictPage"];
                };
            };
            /** @description A parameter is not valid. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No channel key, or one that is not known. */
            401: {
                headers: {
                    /** @description Bearer */
                    "WWW-Authenticate"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description An error on our side; it was logged. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A part that is needed does not answer; nothing was done, or the same may be sent again. */
            503: {
                headers: {
                    /** @description Seconds after which the same may succeed, unchanged. */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "conflicts-show": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The conflict. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Conflict"];
                };
            };
            /** @description No channel key, or one that is not known. */
            401: {
                headers: {
                    /** @description Bearer */
                    "WWW-Authenticate"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description There is no such conflict. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description An error on our side; it was logged. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A part that is needed does not answer; nothing was done, or the same may be sent again. */
            503: {
                headers: {
                    /** @description Seconds after which the same may succeed, unchanged. */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "conflicts-merge": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["MergeConflict"];
            };
        };
        responses: {
            /** @description Of a preview. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Merged"];
                };
            };
            /** @description It holds, and the log has acknowledged it. */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ConflictDecided"];
                };
            };
            /** @description The body, or a parameter, cannot be read. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No channel key, or one that is not known. */
            401: {
                headers: {
                    /** @description Bearer */
                    "WWW-Authenticate"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description There is no such conflict. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description It was decided already: the problem says by whom, what and why. Or it is not possible as things are. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is too large. */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The content type or encoding is not understood. */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is not valid. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description An error on our side; it was logged. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A part that is needed does not answer; nothing was done, or the same may be sent again. */
            503: {
                headers: {
                    /** @description Seconds after which the same may succeed, unchanged. */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "conflicts-keepApart": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Reasoned"];
            };
        };
        responses: {
            /** @description It holds, and the log has acknowledged it. */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ConflictDecided"];
                };
            };
            /** @description The body, or a parameter, cannot be read. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No channel key, or one that is not known. */
            401: {
                headers: {
                    /** @description Bearer */
                    "WWW-Authenticate"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description There is no such conflict. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description It was decided already: the problem says by whom, what and why. Or it is not possible as things are. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is too large. */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The content type or encoding is not understood. */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is not valid. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description An error on our side; it was logged. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A part that is needed does not answer; nothing was done, or the same may be sent again. */
            503: {
                headers: {
                    /** @description Seconds after which the same may succeed, unchanged. */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "conflicts-block": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["BlockValues"];
            };
        };
        responses: {
            /** @description It holds, and the log has acknowledged it. */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ConflictDecided"];
                };
            };
            /** @description The body, or a parameter, cannot be read. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No channel key, or one that is not known. */
            401: {
                headers: {
                    /** @description Bearer */
                    "WWW-Authenticate"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description There is no such conflict. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description It was decided already: the problem says by whom, what and why. Or it is not possible as things are. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is too large. */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The content type or encoding is not understood. */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is not valid. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description An error on our side; it was logged. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A part that is needed does not answer; nothing was done, or the same may be sent again. */
            503: {
                headers: {
                    /** @description Seconds after which the same may succeed, unchanged. */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "conflicts-reopen": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Reasoned"];
            };
        };
        responses: {
            /** @description It holds, and the log has acknowledged it. */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ConflictDecided"];
                };
            };
            /** @description The body, or a parameter, cannot be read. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No channel key, or one that is not known. */
            401: {
                headers: {
                    /** @description Bearer */
                    "WWW-Authenticate"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description There is no such conflict. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description It was decided already: the problem says by whom, what and why. Or it is not possible as things are. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is too large. */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The content type or encoding is not understood. */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is not valid. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description An error on our side; it was logged. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A part that is needed does not answer; nothing was done, or the same may be sent again. */
            503: {
                headers: {
                    /** @description Seconds after which the same may succeed, unchanged. */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "continuations-find": {
        parameters: {
            query: {
                /** @description What `value` is: phone, email, customer, cookie … */
                scheme: string;
                /** @description The identifier. */
                value: string;
                /** @description The channel that asks: how it does the next step, and what matters to it first. */
                channel?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Also when nothing is open. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Continuations"];
                };
            };
            /** @description The identifier cannot be read. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No channel key, or one that is not known. */
            401: {
                headers: {
                    /** @description Bearer */
                    "WWW-Authenticate"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description An error on our side; it was logged. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A part that is needed does not answer; nothing was done, or the same may be sent again. */
            503: {
                headers: {
                    /** @description Seconds after which the same may succeed, unchanged. */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "handoffs-make": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["HandOffMaking"];
            };
        };
        responses: {
            /** @description Shown once: of the code only a keyed hash is kept. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HandOff"];
                };
            };
            /** @description The body, or a parameter, cannot be read. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No channel key, or one that is not known. */
            401: {
                headers: {
                    /** @description Bearer */
                    "WWW-Authenticate"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The key does not allow the channel it is made on. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description There is no such journey. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The journey has ended, or is paused. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is too large. */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The content type or encoding is not understood. */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is not valid. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Many hand-offs were made of this journey. */
            429: {
                headers: {
                    /** @description Seconds after which the same may succeed, unchanged. */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description An error on our side; it was logged. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A part that is needed does not answer; nothing was done, or the same may be sent again. */
            503: {
                headers: {
                    /** @description Seconds after which the same may succeed, unchanged. */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "handoffs-redeem": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["HandOffRedeeming"];
            };
        };
        responses: {
            /** @description The log has acknowledged it. The continuation shows what the assurance allows. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HandOffRedeemed"];
                };
            };
            /** @description The body, or a parameter, cannot be read. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No channel key, or one that is not known. */
            401: {
                headers: {
                    /** @description Bearer */
                    "WWW-Authenticate"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The key does not allow this channel. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No such hand-off leads to this channel, or its link was not signed here. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description It was used already; or its journey has ended, or is paused. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description It has expired. */
            410: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is too large. */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The content type or encoding is not understood. */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is not valid, or the code was mistyped. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many wrong codes were tried; the link still works. */
            429: {
                headers: {
                    /** @description Seconds after which the same may succeed, unchanged. */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description An error on our side; it was logged. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A part that is needed does not answer; nothing was done, or the same may be sent again. */
            503: {
                headers: {
                    /** @description Seconds after which the same may succeed, unchanged. */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "leases-hold": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["LeaseHolding"];
            };
        };
        responses: {
            /** @description Held. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["LeaseHeld"];
                };
            };
            /** @description The body, or a parameter, cannot be read. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No channel key, or one that is not known. */
            401: {
                headers: {
                    /** @description Bearer */
                    "WWW-Authenticate"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The key does not allow this channel. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description There is no such journey. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Somebody else works on it, or the journey has ended. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is too large. */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The content type or encoding is not understood. */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is not valid, or a take-over has no reason. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description An error on our side; it was logged. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A part that is needed does not answer; nothing was done, or the same may be sent again. */
            503: {
                headers: {
                    /** @description Seconds after which the same may succeed, unchanged. */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "leases-release": {
        parameters: {
            query?: {
                /** @description Who gives it back; whoever took it under this key when absent. */
                holder?: string;
                /** @description Of the holder. */
                channel?: string;
            };
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Nobody holds it. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description A parameter is not valid. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No channel key, or one that is not known. */
            401: {
                headers: {
                    /** @description Bearer */
                    "WWW-Authenticate"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Somebody else works on it. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description An error on our side; it was logged. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A part that is needed does not answer; nothing was done, or the same may be sent again. */
            503: {
                headers: {
                    /** @description Seconds after which the same may succeed, unchanged. */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "stream-all": {
        parameters: {
            query?: {
                /** @description Only journeys of this definition. */
                definition?: string;
                /** @description Only events of this type: started, advanced, completed …; lease: only those. */
                type?: string;
                /** @description Only what came on this channel. */
                channel?: string;
            };
            header?: {
                /** @description Goes on behind this event. */
                "Last-Event-ID"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Does not end by itself. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/event-stream": string;
                };
            };
            /** @description A parameter is not valid. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No channel key, or one that is not known. */
            401: {
                headers: {
                    /** @description Bearer */
                    "WWW-Authenticate"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description An error on our side; it was logged. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many streams. */
            503: {
                headers: {
                    /** @description Seconds after which the same may succeed, unchanged. */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "stream-ofJourney": {
        parameters: {
            query?: never;
            header?: {
                /** @description Goes on behind this event. */
                "Last-Event-ID"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Does not end by itself. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/event-stream": string;
                };
            };
            /** @description It takes no parameters. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No channel key, or one that is not known. */
            401: {
                headers: {
                    /** @description Bearer */
                    "WWW-Authenticate"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description There is no such journey. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description An error on our side; it was logged. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A part that is needed does not answer; nothing was done, or the same may be sent again. */
            503: {
                headers: {
                    /** @description Seconds after which the same may succeed, unchanged. */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "journeys-search": {
        parameters: {
            query?: {
                definition?: string;
                /** @description An active state. */
                state?: string;
                status?: "open" | "ended" | "paused" | "faulted";
                /** @description Where the customer was seen last. */
                channel?: string;
                /** @description Not seen for this long: an ISO 8601 duration, e.g. PT2H. */
                stalledFor?: string;
                /** @description A journey’s id, or an identifier of the customer, e.g. email=ana@example.org. */
                q?: string;
                cursor?: string;
                limit?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["JourneyPage"];
                };
            };
            /** @description A parameter is not valid. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No channel key, or one that is not known. */
            401: {
                headers: {
                    /** @description Bearer */
                    "WWW-Authenticate"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description An error on our side; it was logged. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A part that is needed does not answer; nothing was done, or the same may be sent again. */
            503: {
                headers: {
                    /** @description Seconds after which the same may succeed, unchanged. */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "journeys-one": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The journey. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Journey"];
                };
            };
            /** @description It takes no parameters. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No channel key, or one that is not known. */
            401: {
                headers: {
                    /** @description Bearer */
                    "WWW-Authenticate"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description There is no such journey. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description An error on our side; it was logged. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A part that is needed does not answer; nothing was done, or the same may be sent again. */
            503: {
                headers: {
                    /** @description Seconds after which the same may succeed, unchanged. */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "journeys-past": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The history. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["History"];
                };
            };
            /** @description It takes no parameters. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No channel key, or one that is not known. */
            401: {
                headers: {
                    /** @description Bearer */
                    "WWW-Authenticate"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description There is no such journey. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description An error on our side; it was logged. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A part that is needed does not answer; nothing was done, or the same may be sent again. */
            503: {
                headers: {
                    /** @description Seconds after which the same may succeed, unchanged. */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "journeys-at": {
        parameters: {
            query: {
                /** @description A change, from 1. */
                seq: number;
            };
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The journey then. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Journey"];
                };
            };
            /** @description A parameter is not valid. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No channel key, or one that is not known. */
            401: {
                headers: {
                    /** @description Bearer */
                    "WWW-Authenticate"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description There is no such journey, or it has fewer changes. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Its customer was erased since. */
            410: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description An error on our side; it was logged. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A part that is needed does not answer; nothing was done, or the same may be sent again. */
            503: {
                headers: {
                    /** @description Seconds after which the same may succeed, unchanged. */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "commands-send": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Command"];
            };
        };
        responses: {
            /** @description The log has acknowledged it; the journey’s history tells what became of it. */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CommandAccepted"];
                };
            };
            /** @description The body, or a parameter, cannot be read. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No channel key, or one that is not known. */
            401: {
                headers: {
                    /** @description Bearer */
                    "WWW-Authenticate"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description There is no such journey. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The journey is not in a state for this. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is too large. */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The content type or encoding is not understood. */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The command is not valid. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description An error on our side; it was logged. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A part that is needed does not answer; nothing was done, or the same may be sent again. */
            503: {
                headers: {
                    /** @description Seconds after which the same may succeed, unchanged. */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "export-give": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The person’s data. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PersonExport"];
                };
            };
            /** @description It takes no parameters. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No channel key, or one that is not known. */
            401: {
                headers: {
                    /** @description Bearer */
                    "WWW-Authenticate"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description There is no such customer. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The customer was erased. */
            410: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The log has more of the customer than one answer takes. */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description An error on our side; it was logged. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A part that is needed does not answer; nothing was done, or the same may be sent again. */
            503: {
                headers: {
                    /** @description Seconds after which the same may succeed, unchanged. */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "definitions-list": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description By name; described as its stable version, or its highest where none is stable. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Definitions"];
                };
            };
            /** @description No channel key, or one that is not known. */
            401: {
                headers: {
                    /** @description Bearer */
                    "WWW-Authenticate"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description An error on our side; it was logged. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A part that is needed does not answer; nothing was done, or the same may be sent again. */
            503: {
                headers: {
                    /** @description Seconds after which the same may succeed, unchanged. */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "deployments-deploy": {
        parameters: {
            query?: {
                /** @description With a YAML body: percent of new journeys. */
                share?: number;
                /** @description Why, in words; kept with the operator’s name. */
                reason?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Deploy"];
                "application/yaml": string;
            };
        };
        responses: {
            /** @description This text is deployed already; nothing was changed. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Deployed"];
                };
            };
            /** @description Deployed; interactions taken from now on know of it. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Deployed"];
                };
            };
            /** @description The body, or a parameter, cannot be read. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No channel key, or one that is not known. */
            401: {
                headers: {
                    /** @description Bearer */
                    "WWW-Authenticate"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The version has another text, or is lower than one that is deployed. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is too large. */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The content type or encoding is not understood. */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The definition has errors; nothing was changed. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description An error on our side; it was logged. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A part that is needed does not answer; nothing was done, or the same may be sent again. */
            503: {
                headers: {
                    /** @description Seconds after which the same may succeed, unchanged. */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "definitions-counts": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                name: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Counts. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Counts"];
                };
            };
            /** @description No channel key, or one that is not known. */
            401: {
                headers: {
                    /** @description Bearer */
                    "WWW-Authenticate"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description There is no such definition. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description An error on our side; it was logged. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A part that is needed does not answer; nothing was done, or the same may be sent again. */
            503: {
                headers: {
                    /** @description Seconds after which the same may succeed, unchanged. */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "definitions-version": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                name: string;
                version: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The version. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DefinitionVersion"];
                };
            };
            /** @description No channel key, or one that is not known. */
            401: {
                headers: {
                    /** @description Bearer */
                    "WWW-Authenticate"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description There is no such version. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description An error on our side; it was logged. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A part that is needed does not answer; nothing was done, or the same may be sent again. */
            503: {
                headers: {
                    /** @description Seconds after which the same may succeed, unchanged. */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "deployments-share": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                name: string;
                version: number;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Share"];
            };
        };
        responses: {
            /** @description As it is now. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Deployed"];
                };
            };
            /** @description The body, or a parameter, cannot be read. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No channel key, or one that is not known. */
            401: {
                headers: {
                    /** @description Bearer */
                    "WWW-Authenticate"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description There is no such version. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The version cannot have this share. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is too large. */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The content type or encoding is not understood. */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is not valid. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description An error on our side; it was logged. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A part that is needed does not answer; nothing was done, or the same may be sent again. */
            503: {
                headers: {
                    /** @description Seconds after which the same may succeed, unchanged. */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "migrations-list": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                name: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The migrations; counts of a definition tell how many journeys are on which version. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Migrations"];
                };
            };
            /** @description No channel key, or one that is not known. */
            401: {
                headers: {
                    /** @description Bearer */
                    "WWW-Authenticate"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description There is no such definition. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description An error on our side; it was logged. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A part that is needed does not answer; nothing was done, or the same may be sent again. */
            503: {
                headers: {
                    /** @description Seconds after which the same may succeed, unchanged. */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "migrations-migrate": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                name: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["MigrationRequest"];
            };
        };
        responses: {
            /** @description How many move, how many cannot and why. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Migration"];
                };
            };
            /** @description The body, or a parameter, cannot be read. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No channel key, or one that is not known. */
            401: {
                headers: {
                    /** @description Bearer */
                    "WWW-Authenticate"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description There is no such definition. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is too large. */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The content type or encoding is not understood. */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The migration has errors; nothing was changed. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description An error on our side; it was logged. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A part that is needed does not answer; nothing was done, or the same may be sent again. */
            503: {
                headers: {
                    /** @description Seconds after which the same may succeed, unchanged. */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "backtests-backtest": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                name: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["BacktestRequest"];
            };
        };
        responses: {
            /** @description What would have been different. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Backtest"];
                };
            };
            /** @description The body, or a parameter, cannot be read. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No channel key, or one that is not known. */
            401: {
                headers: {
                    /** @description Bearer */
                    "WWW-Authenticate"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description There is no such definition, or version. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is too large. */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The content type or encoding is not understood. */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The draft has errors, or is of another journey. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description An error on our side; it was logged. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Another backtest is running. */
            503: {
                headers: {
                    /** @description Seconds after which the same may succeed, unchanged. */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "recognise-recognise": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["RecognitionAsking"];
            };
        };
        responses: {
            /** @description What came of it, also when nobody is recognised. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Recognition"];
                };
            };
            /** @description The body, or a parameter, cannot be read. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No channel key, or one that is not known. */
            401: {
                headers: {
                    /** @description Bearer */
                    "WWW-Authenticate"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The key does not allow this channel. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is too large. */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The content type or encoding is not understood. */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is not valid, or nobody is recognised by such a field. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many callers were not recognised. */
            429: {
                headers: {
                    /** @description Seconds after which the same may succeed, unchanged. */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description An error on our side; it was logged. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A part that is needed does not answer; nothing was done, or the same may be sent again. */
            503: {
                headers: {
                    /** @description Seconds after which the same may succeed, unchanged. */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "recognise-reference": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Always the same for a journey. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Reference"];
                };
            };
            /** @description It takes no parameters. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No channel key, or one that is not known. */
            401: {
                headers: {
                    /** @description Bearer */
                    "WWW-Authenticate"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description There is no such journey. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description An error on our side; it was logged. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A part that is needed does not answer; nothing was done, or the same may be sent again. */
            503: {
                headers: {
                    /** @description Seconds after which the same may succeed, unchanged. */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "unmatched-list": {
        parameters: {
            query?: {
                status?: "open" | "closed";
                /** @description E.g. no-definition, guard-false; of a dead letter its error code. */
                reason?: string;
                /** @description The event type. */
                type?: string;
                /** @description The customer’s subject id. */
                subject?: string;
                /** @description Only event types that this journey definition knows. */
                definition?: string;
                /** @description Came at or after (RFC 3339). */
                since?: string;
                cursor?: string;
                limit?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["InboxPage"];
                };
            };
            /** @description A parameter is not valid. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No channel key, or one that is not known. */
            401: {
                headers: {
                    /** @description Bearer */
                    "WWW-Authenticate"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description An error on our side; it was logged. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A part that is needed does not answer; nothing was done, or the same may be sent again. */
            503: {
                headers: {
                    /** @description Seconds after which the same may succeed, unchanged. */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "unmatched-explain": {
        parameters: {
            query?: {
                /** @description Why personal values are to be shown. Needs a channel key; name and reason are logged. Roles are not there yet: every key may. */
                reveal?: string;
            };
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The explanation. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["InboxExplanation"];
                };
            };
            /** @description A parameter is not valid. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Personal values are shown only to who says who asks. */
            401: {
                headers: {
                    /** @description Bearer */
                    "WWW-Authenticate"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description There is no such entry. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description An error on our side; it was logged. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A part that is needed does not answer; nothing was done, or the same may be sent again. */
            503: {
                headers: {
                    /** @description Seconds after which the same may succeed, unchanged. */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "unmatched-replay": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Replay"];
            };
        };
        responses: {
            /** @description Of a dry run: what it would come to. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ReplayAnswer"];
                };
            };
            /** @description The log has acknowledged it. */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ReplayAnswer"];
                };
            };
            /** @description The body, or a parameter, cannot be read. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No channel key, or one that is not known. */
            401: {
                headers: {
                    /** @description Bearer */
                    "WWW-Authenticate"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The key does not allow this channel or type. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description There is no such entry. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description It was replayed or discarded already, or is being replayed. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is too large. */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The content type or encoding is not understood. */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description What would be sent is not valid. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description An error on our side; it was logged. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A part that is needed does not answer; nothing was done, or the same may be sent again. */
            503: {
                headers: {
                    /** @description Seconds after which the same may succeed, unchanged. */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "unmatched-discard": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Discard"];
            };
        };
        responses: {
            /** @description The log has acknowledged it. */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DiscardAnswer"];
                };
            };
            /** @description The body, or a parameter, cannot be read. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No channel key, or one that is not known. */
            401: {
                headers: {
                    /** @description Bearer */
                    "WWW-Authenticate"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description There is no such entry. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description It was replayed or discarded already. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is too large. */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The content type or encoding is not understood. */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is not valid. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description An error on our side; it was logged. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A part that is needed does not answer; nothing was done, or the same may be sent again. */
            503: {
                headers: {
                    /** @description Seconds after which the same may succeed, unchanged. */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "deadletters-list": {
        parameters: {
            query?: {
                status?: "open" | "closed";
                /** @description E.g. no-definition, guard-false; of a dead letter its error code. */
                reason?: string;
                /** @description The event type. */
                type?: string;
                /** @description The customer’s subject id. */
                subject?: string;
                /** @description Only event types that this journey definition knows. */
                definition?: string;
                /** @description Came at or after (RFC 3339). */
                since?: string;
                cursor?: string;
                limit?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["InboxPage"];
                };
            };
            /** @description A parameter is not valid. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No channel key, or one that is not known. */
            401: {
                headers: {
                    /** @description Bearer */
                    "WWW-Authenticate"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description An error on our side; it was logged. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A part that is needed does not answer; nothing was done, or the same may be sent again. */
            503: {
                headers: {
                    /** @description Seconds after which the same may succeed, unchanged. */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "deadletters-explain": {
        parameters: {
            query?: {
                /** @description Why personal values are to be shown. Needs a channel key; name and reason are logged. Roles are not there yet: every key may. */
                reveal?: string;
            };
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The explanation. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["InboxExplanation"];
                };
            };
            /** @description A parameter is not valid. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Personal values are shown only to who says who asks. */
            401: {
                headers: {
                    /** @description Bearer */
                    "WWW-Authenticate"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description There is no such dead letter. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description An error on our side; it was logged. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A part that is needed does not answer; nothing was done, or the same may be sent again. */
            503: {
                headers: {
                    /** @description Seconds after which the same may succeed, unchanged. */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "deadletters-replay": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Replay"];
            };
        };
        responses: {
            /** @description Of a dry run: what it would come to. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ReplayAnswer"];
                };
            };
            /** @description The log has acknowledged it. */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ReplayAnswer"];
                };
            };
            /** @description The body, or a parameter, cannot be read. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No channel key, or one that is not known. */
            401: {
                headers: {
                    /** @description Bearer */
                    "WWW-Authenticate"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The key does not allow this channel or type. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description There is no such dead letter. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description It was replayed or discarded already, or is being replayed. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is too large. */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The content type or encoding is not understood. */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description What would be sent is not valid. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description An error on our side; it was logged. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A part that is needed does not answer; nothing was done, or the same may be sent again. */
            503: {
                headers: {
                    /** @description Seconds after which the same may succeed, unchanged. */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "deadletters-discard": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Discard"];
            };
        };
        responses: {
            /** @description The log has acknowledged it. */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DiscardAnswer"];
                };
            };
            /** @description The body, or a parameter, cannot be read. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No channel key, or one that is not known. */
            401: {
                headers: {
                    /** @description Bearer */
                    "WWW-Authenticate"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description There is no such dead letter. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description It was replayed or discarded already. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is too large. */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The content type or encoding is not understood. */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is not valid. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description An error on our side; it was logged. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A part that is needed does not answer; nothing was done, or the same may be sent again. */
            503: {
                headers: {
                    /** @description Seconds after which the same may succeed, unchanged. */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
}
