/**
 * Ends the process once nobody reads what it writes, as in `throughline tail | head`: that is how whoever reads says that
 * they have enough, and no fault.
 */
export function endQuietlyUnread(output: NodeJS.WriteStream): void {
  output.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code === 'EPIPE') process.exit();
    throw error;
  });
}
