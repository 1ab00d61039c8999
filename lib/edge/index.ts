/** Server door of the edge: what pages, Server Actions and feeds are wrapped in. */
export { consoleAction, type Action, type ActionOptions } from './action';
export { consoleUpload, type Upload } from './upload';
export { consoleFeed, type Feed } from './feed';
export { consoleCtx, consoleSession, shown } from './page-ctx';
export { payerEdge, type PayerEdge, type PayerResolver, type PayerScope } from './payer-edge';
export { getSession } from './request';
export { makeVisitor, publicAction } from './public-action';
export { authOptions, passkeySignInHere, signInHere } from './sign-in';
export type { EdgeCode } from './problem';
export type { ActionResult, ActionState, FailureView, Problem } from './model';
