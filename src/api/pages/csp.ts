/**
 * What a page of ours may load (Content-Security-Policy). Ant Design writes its styles into the page: they carry the
 * answer's own nonce, so neither scripts nor styles of anybody else run.
 */
export const CSP = {
  defaultSrc: ["'self'"],
  scriptSrc: ["'self'"],
  styleSrc: ["'self'"],
  imgSrc: ["'self'", 'data:'],
  connectSrc: ["'self'"],
  objectSrc: ["'none'"],
  frameAncestors: ["'none'"],
  formAction: ["'self'"],
  baseUri: ["'self'"],
  upgradeInsecureRequests: null,
};
