/** Socket options by the names of the manual pages. It imports nothing, so that the document may read it. */
export const SOCKET_OPTIONS = [
  'SO_REUSEADDR',
  'SO_LINGER',
  'SO_KEEPALIVE',
  'SO_RCVBUF',
  'SO_SNDBUF',
  'SO_BROADCAST',
  'SO_BINDTODEVICE',
  'SO_ERROR',
  'SO_TYPE',
  'SO_ACCEPTCONN',
  'TCP_NODELAY',
  'TCP_CORK',
  'TCP_MAXSEG',
  'TCP_KEEPIDLE',
  'TCP_KEEPINTVL',
  'TCP_KEEPCNT',
  'TCP_SYNCNT',
  'TCP_LINGER2',
  'TCP_USER_TIMEOUT',
  'TCP_CONGESTION',
  'TCP_QUICKACK',
  'IP_TTL',
  'IP_MULTICAST_TTL',
  'IP_RECVERR',
  // Asked for with `ioctl` on a real system.
  'FIONREAD',
  'SIOCOUTQ',
  'SIOCATMARK',
] as const;

export type SocketOptionName = (typeof SOCKET_OPTIONS)[number];
