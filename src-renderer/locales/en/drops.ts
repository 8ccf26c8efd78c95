/** What was thrown away. */
export default {
  title: 'Drops',
  none: 'Nothing has been dropped.',
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
