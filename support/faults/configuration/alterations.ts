import type { Role } from '../../environment/environment';

/** A change of one line of a declared file, which weakens or damages what a host offers, and how others see it. */
export interface Alteration {
  readonly role: Role;
  readonly file: string;
  /** The line as it is declared, and what stands in its place. */
  readonly declared: string;
  readonly altered: readonly string[];
  /** What makes it count. */
  readonly takeUp: string;
  /** On the monitor's host, which is let in to what it watches: ends with 0 when the change shows at `$address`. */
  readonly seen: string;
}

export const alterationNames = [
  'start-page-is-defaced',
  'old-tls-is-allowed',
  'directory-is-opened',
  'metadata-is-forwarded',
] as const;

export const alterations: Readonly<Record<(typeof alterationNames)[number], Alteration>> = {
  'start-page-is-defaced': {
    role: 'web',
    file: '/var/www/tools/index.html',
    declared: '    <title>Collaboration tools</title>',
    altered: ['    <title>You have been visited</title>'],
    takeUp: ':',
    seen: "curl --silent --insecure --max-time 5 https://$address/ | grep -q 'You have been visited'",
  },
  // RFC 8996 deprecates them; OpenSSL serves them only where its security level is lowered as well.
  'old-tls-is-allowed': {
    role: 'web',
    file: '/etc/apache2/sites-enabled/firedrill.conf',
    declared: '  SSLProtocol -all +TLSv1.2 +TLSv1.3',
    altered: ['  SSLProtocol all -SSLv3', '  SSLCipherSuite ALL:@SECLEVEL=0'],
    takeUp: 'systemctl reload apache2.service',
    seen: `timeout 5 openssl s_client -connect $address:443 -tls1 -cipher ALL:@SECLEVEL=0 </dev/null 2>&1 | grep -q '^New, TLSv1\\.0, Cipher is [A-Z]'`,
  },
  'directory-is-opened': {
    role: 'ldap',
    file: '/etc/ldap/slapd.conf',
    declared: 'access to * by self read by users read by * none',
    altered: ['access to * by * read'],
    takeUp: 'systemctl restart slapd.service',
    seen: "/usr/lib/nagios/plugins/check_ldap -3 -H $address -b uid=workload,ou=people,dc=firedrill,dc=test -a '(objectClass=*)'",
  },
  // The service refuses by 401 whoever has no token, and nothing else on the way does.
  'metadata-is-forwarded': {
    role: 'web',
    file: '/etc/apache2/sites-enabled/firedrill.conf',
    declared: '  RequestHeader set X-Forwarded-Proto https',
    altered: [
      '  RequestHeader set X-Forwarded-Proto "https"',
      '  ProxyPass /instance http://169.254.169.254 retry=0',
    ],
    takeUp: 'systemctl reload apache2.service',
    seen: `curl --silent --insecure --max-time 5 --output /dev/null --write-out '%{http_code}' https://$address/instance/latest/meta-data/ | grep -qx 401`,
  },
};
