const REASONS: Readonly<Record<string, string>> = {
  EACCES: 'permission denied',
  EPERM: 'permission denied',
  EROFS: 'its file system is read-only',
  ENOSPC: 'the disk is full',
  ENOENT: 'there is no such file or directory',
  ENOTDIR: 'a file stands where a directory must be',
  EEXIST: 'a file stands where a directory must be',
  EISDIR: 'it is a directory',
  EMFILE: 'too many files are open',
};

/**
 * What the system refused, in one sentence, where whoever runs the program can mend it: a path that cannot be read or
 * written. Undefined for any other error.
 */
export function systemRefusal(error: unknown): string | undefined {
  if (!(error instanceof Error) || !('code' in error) || typeof error.code !== 'string') return;
  const reason = REASONS[error.code];
  const path = 'path' in error && typeof error.path === 'string' ? error.path : undefined;
  return reason === undefined || path === undefined ? undefined : `${path}: ${reason}.`;
}
