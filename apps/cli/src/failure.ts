/** Something the user of the command line can act on: printed without a stack. `exitCode`: 1 refused or failed, 2 bad usage, 3 not now, 130 stopped by whoever ran it. */
export class Failure extends Error {
  constructor(
    message: string,
    readonly exitCode: 1 | 2 | 3 | 130 = 1,
  ) {
    super(message);
    this.name = 'Failure';
  }
}
