/** A host and a server with two routers between them, for `lab`: both first routes go by router1. */
export const TWO_WAYS = `pc1 -- switch1
 router1 -- switch1
 router2 -- switch1
 router1 -- switch2
 router2 -- switch2
 server1 -- switch2`;

/** The addresses of both routers. */
export const BOTH_ROUTERS = {
  router1: ['10.0.1.251/24', '10.0.2.251/24'],
  router2: ['10.0.1.252/24', '10.0.2.252/24'],
};
