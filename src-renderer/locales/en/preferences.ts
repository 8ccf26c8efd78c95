/** The dialog of preferences. */
export default {
  title: 'Preferences',
  colours:
    'The colours of protocols and marks can be told apart with any kind of colour vision, and each comes with a letter or a sign. “Projector” has the strongest contrast.',
  density: 'Density',
  densities: { comfortable: 'Comfortable', compact: 'Compact' },
  size: 'Size of the interface',
  smaller: 'Smaller',
  larger: 'Larger',
  motion: 'Motion',
  motions: { system: 'As the system', reduced: 'Reduced', full: 'Full' },
  'motion-hint': 'Packets always move: that is what is to be seen. Reduced motion leaves out what only decorates.',
  kept: 'Kept on this machine for the next start, with the sizes of the panels.',
  defaults: 'Back to the defaults',
  done: 'Done',
};
