/** Programs of the drawing. */
export default {
  title: 'Programs',
  list: 'Programs of the drawing',
  none: 'No program yet. Add a ping with +.',
  start: 'Start {name}',
  show: 'Show {name}',
  remove: 'Remove {name}',
  'ping-about': '{device} → {destination} × {count}',
  'command-about': '{device}: {line}',
  'steps-about': '{device}, {count} socket calls',
  at: 'starts by itself at {time}',
  'new-ping': 'New ping',
  'ping-name': 'ping {target}',
  from: 'From device',
  to: 'To address',
  count: 'How many times',
  add: 'Add',
};
