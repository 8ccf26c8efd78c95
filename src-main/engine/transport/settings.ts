/** What a host lets a person set about its transport protocols. All optional; the defaults are the RFCs'. */
export interface TransportSettings {
  /** First sequence number of the next connections, 0 … 2^32-1; left out: drawn from the device's dice (RFC 9293 §3.4.1). */
  initialSequenceNumber?: number;
  /** Maximum segment lifetime in ns; default 120 s: TIME_WAIT lasts twice as long (RFC 9293 §3.4.2). */
  maximumSegmentLifetime?: number;
}
