/** What a person waits for. */
export default {
  seek: 'Running on to that moment…',
  open: 'Building the network…',
  rebuild: 'Rebuilding this run…',
  read: 'Reading the file…',
  capture: 'Writing the capture…',
};
