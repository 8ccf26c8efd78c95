/** One of the tables a device can show of itself: the state a student asks for, as plain cells. */
export interface Table {
  /** `ports`, `mac`, `arp`, `routes`, `sockets`, `programs`. */
  name: string;
  /** Column names; `since`, `expires` and `deadline` are times in ns. */
  columns: string[];
  rows: (string | number | null)[][];
}
