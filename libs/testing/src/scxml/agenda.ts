interface Entry {
  readonly owner: object;
  readonly id: string;
  readonly dueAt: number;
  readonly run: () => void;
}

/** Virtual time, and what is to happen in it: the external queues and delayed sends of all sessions. Times in ms. */
export class Agenda {
  private now = 0;
  private entries: Entry[] = [];

  /** Puts down what happens `delayMs` from now; of those due at one time the first put down comes first. */
  put(owner: object, id: string, delayMs: number, run: () => void): void {
    this.entries.push({ owner, id, dueAt: this.now + delayMs, run });
  }

  cancel(owner: object, id: string): void {
    this.entries = this.entries.filter((entry) => entry.owner !== owner || entry.id !== id);
  }

  cancelAll(owner: object): void {
    this.entries = this.entries.filter((entry) => entry.owner !== owner);
  }

  /** Lets time pass; what is due by then happens, and what that puts down too. */
  advance(ms: number): void {
    const until = this.now + ms;
    for (let next = this.nextUntil(until); next !== undefined; next = this.nextUntil(until)) {
      this.entries.splice(this.entries.indexOf(next), 1);
      this.now = next.dueAt;
      next.run();
    }
    this.now = until;
  }

  private nextUntil(until: number): Entry | undefined {
    let next: Entry | undefined;
    for (const entry of this.entries) {
      if (entry.dueAt <= until && (next === undefined || entry.dueAt < next.dueAt)) next = entry;
    }
    return next;
  }
}
