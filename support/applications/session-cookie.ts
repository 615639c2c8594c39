import type { WebResponse } from './web-client';

/** The header that brings the servlet container's session back, out of the answer to a log-in that let somebody in. */
export function sessionCookie({ cookies }: WebResponse): { readonly Cookie: string } | undefined {
  const session = cookies.map((cookie) => /^JSESSIONID=[^;]+/.exec(cookie)?.[0]).find(Boolean);
  return session === undefined ? undefined : { Cookie: session };
}
