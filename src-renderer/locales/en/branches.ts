/** Runs of one project: futures that were kept, and second runs. */
export default {
  title: 'Runs',
  button: 'Runs: {name} is looked at',
  first: 'First run',
  unnamed: 'Run {number}',
  kept: 'Old future at {time}',
  keep: 'Keep the old one too',
  'keep-as': 'Name of the old future',
  list: 'Runs of this project',
  means:
    'Each run is a history of its own, with the same past up to where it parted. The drawing is the same for all: what a run was told of it belongs to the run.',
  coming: 'being rebuilt: {count} more',
  name: 'Name',
  parted: 'Parted at',
  never: 'from the start',
  lived: 'Run until',
  looked: 'Looked at',
  switch: 'Look at it',
  'switch-to': 'Look at {name}',
  remove: 'Remove',
  'remove-one': 'Remove {name}',
  'second-title': 'Second run from here',
  'second-means':
    'From {time} on there will be two runs. You look at the new one: change a setting, let time run, and compare it with the other.',
  'second-name': 'Name of the second run',
  begin: 'Begin the second run',
};
