import { running } from './running.ts';

export default async function tearDown(): Promise<void> {
  await Promise.all(running.splice(0).map((one) => one.stop()));
}
