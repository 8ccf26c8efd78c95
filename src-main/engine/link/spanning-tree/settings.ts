/** What a person sets on a switch; missing: it does not take part, and loops are loops. */
export interface SpanningTreeSettings {
  /** 0 … 61440 in steps of 4096; 32768 unless set (§17.14, Table 17-2). */
  priority?: number;
  /** ns, 1 … 2 s; 2 s unless set (§17.14, Table 17-1). */
  helloTime?: number;
  /** ns, 6 … 40 s; 20 s unless set. */
  maxAge?: number;
  /** ns, 4 … 30 s; 15 s unless set. */
  forwardDelay?: number;
}

/** What a person sets on a port of a switch. */
export interface PortTreeSettings {
  /** 1 … 200,000,000; by the bandwidth unless set (§17.14, Table 17-3). */
  cost?: number;
  /** 0 … 240 in steps of 16; 128 unless set (§17.14, Table 17-2). */
  priority?: number;
  /** Whether there are stations only behind it; found out unless set (AdminEdge and AutoEdge, §17.13.1). */
  edge?: boolean;
}

/** The times that come with what a root says (§17.19.22), ns. */
export interface Times {
  messageAge: number;
  maxAge: number;
  helloTime: number;
  forwardDelay: number;
}

/** The times a switch tells the others while it is the root. */
export function timesOf({ maxAge = 20e9, helloTime = 2e9, forwardDelay = 15e9 }: SpanningTreeSettings): Times {
  return { messageAge: 0, maxAge, helloTime, forwardDelay };
}
