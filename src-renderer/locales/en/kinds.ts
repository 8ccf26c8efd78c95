/** What can be drawn. */
export default {
  host: 'Host',
  server: 'Server',
  router: 'Router',
  switch: 'Switch',
  hub: 'Hub',
  gateway: 'Gateway',
  tunnel: 'Tunnel',
  cable: 'Cable',
  rule: 'Rule',
  note: 'Note',
  rectangle: 'Rectangle',
  ellipse: 'Ellipse',
  line: 'Line',
  arrow: 'Arrow',
  text: 'Text label',
  group: 'Group',
};
