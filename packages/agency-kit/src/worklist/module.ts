/** The worklist as a module that the projection's thread can load; `options` is a `WorklistOptions`. */
export const worklistModule = new URL('./projection.js', import.meta.url).href;
