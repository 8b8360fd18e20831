/** What the global set-up started and the global tear-down stops; they run in the same process. */
export const running: { stop(): Promise<void> }[] = [];
