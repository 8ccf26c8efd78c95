/** What was thrown away. */
export default {
  title: 'Drops',
  none: 'Nothing has been dropped. Lose a packet by hand (P), or give a cable some loss in its properties.',
  reasons: 'Reasons',
  list: 'Drops, oldest first',
  all: 'All drops',
  ahead: '{count} more later',
  where: 'Where',
  reason: 'Reason',
  earlier: 'Earlier',
  later: 'Later',
  page: '{from}–{to} of {total}',
};
