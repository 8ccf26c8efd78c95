/** How large a project may be. A file past these limits is refused at once, before anything is built from it. */
export const LIMITS = {
  /** Bytes of a file (UTF-8), and characters of its text. */
  fileSize: 16 * 1024 * 1024,
  records: 20_000,
  devices: 5_000,
  ports: 64,
  routes: 256,
  neighbours: 256,
  filterRules: 256,
  forwards: 256,
  pools: 64,
  reservations: 256,
  relayServers: 4,
  steps: 1_000,
  /** VLANs allowed one by one on a trunk port. */
  vlans: 256,
  /** Rules of one cable. */
  cableRules: 32,
  /** Frames named one by one in a direction of a cable, or in a rule. */
  ordinals: 1_000,
  /** Characters. */
  id: 64,
  portName: 32,
  name: 64,
  title: 200,
  note: 10_000,
  sendText: 4_096,
  /** Characters of a filter. */
  filter: 1_000,
  /** Bits that a rule flips in one frame. */
  flippedBits: 64,
  /** Characters of a command line. */
  line: 1_000,
  /** DNS servers of one device: what `resolv.conf` takes. */
  resolver: 3,
  /** Texts of one device, characters of a path and of a text. */
  files: 100,
  path: 255,
  file: 100_000,
  /** Drawing units either way from the middle. */
  place: 100_000,
  /** Longest delay, wait or start time, ns: a little more than eleven days. */
  time: 1e15,
  /** Problems listed for one file; the rest is counted. */
  problems: 50,
} as const;
