// What Electron gives a utility process, over the channel of a forked Node.
process.parentPort = {
  on: (event, heard) => process.on(event, (data) => heard({ data })),
  postMessage: (message) => process.send?.(message),
};
process.on('disconnect', () => process.exit(0));
