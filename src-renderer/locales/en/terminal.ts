/** Terminals of hosts. */
export default {
  title: 'Terminal',
  open: 'Open terminals',
  none: 'No terminal is open. Choose a host and press T, or open one with +.',
  new: 'Open a terminal',
  close: 'Close the terminal of {name}',
  input: 'Command line of {device}',
  stands: 'Time stands: {command} is waiting.',
  play: 'Play',
  hint: 'help lists all · Tab completes, names too · Shift+Tab leaves · Ctrl+C ends',
  beside: 'Two side by side',
  smaller: 'Smaller text',
  larger: 'Larger text',
};
