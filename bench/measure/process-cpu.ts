import { readFileSync } from 'node:fs';

/** Linux counts processor time in hundredths of a second for /proc, on every architecture Node runs on. */
const MICROSECONDS_PER_TICK = 10_000;

/** User and system time of another process so far, µs, in steps of 10 ms; undefined: gone, or not on Linux. */
export function cpuOf(pid: number): number | undefined {
  const text = procFile(pid, 'stat');
  if (text === undefined) return undefined;
  // The second field is the program's name in parentheses and may hold anything: count from behind it.
  const fields = text.slice(text.lastIndexOf(')') + 2).split(' ');
  const [user, system] = [Number(fields[11]), Number(fields[12])];
  return Number.isFinite(user + system) ? (user + system) * MICROSECONDS_PER_TICK : undefined;
}

/** Memory of another process that is in RAM now, bytes; undefined: gone, or not on Linux. */
export function residentBytesOf(pid: number): number | undefined {
  const kib = /^VmRSS:\s+(\d+) kB$/m.exec(procFile(pid, 'status') ?? '')?.[1];
  return kib === undefined ? undefined : Number(kib) * 1024;
}

function procFile(pid: number, name: string): string | undefined {
  try {
    return readFileSync(`/proc/${pid}/${name}`, 'utf8');
  } catch {
    return undefined;
  }
}
