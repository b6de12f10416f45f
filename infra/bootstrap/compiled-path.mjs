/** A path of a source, as one types it or as an editor passes it, becomes the path of what jest runs. */
export const compiledPath = (arg) =>
  arg.startsWith('-') ? arg : arg.replace(/(^|\/)src(?=\/|$)/, '$1dist').replace(/\.ts$/, '.js');
