/** Something a document asks for that the converter, or the chart format, has no way to say. */
export class Unsupported extends Error {
  constructor(reason: string) {
    super(reason);
    this.name = 'Unsupported';
  }
}
